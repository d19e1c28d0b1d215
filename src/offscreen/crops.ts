import type { Request } from '../messages/protocol.ts';
import type { ChosenFace } from './face-choice.ts';

/**
 * Refuses crops that are not those asked for: one of each face, of exactly the size of its region.
 * @throws RangeError saying what is wrong.
 */
export function assertCrops(
  faces: readonly Pick<ChosenFace, 'region'>[],
  crops: Request<'engine.judge'>['crops'],
): void {
  const given = new Set(crops.map(({ face }) => face));
  if (crops.length !== faces.length || given.size !== faces.length) {
    throw new RangeError(`${faces.length} crops were asked for, one a face; ${crops.length} came`);
  }
  for (const { face, pixels } of crops) {
    const region = faces[face]?.region;
    if (!region) throw new RangeError(`A crop of face ${face} was not asked for`);
    if (pixels.width !== region.width || pixels.height !== region.height) {
      throw new RangeError(
        `The crop of face ${face} is ${pixels.width} × ${pixels.height} px instead of ${region.width} × ${region.height}`,
      );
    }
  }
}
