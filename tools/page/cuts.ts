import { Random } from '../../src/adaptation/random.ts';
import {
  boxOfWhole,
  cutFace,
  INPUT_SIZE,
  pointsInCrop,
  type FaceBox,
  type Region,
} from '../../src/detector/crop.ts';
import { FrameError } from '../../src/frames/frame-error.ts';
import type { RetainedFrame } from '../../src/frames/retained-frame.ts';
import { toBase64 } from '../../src/messages/pixels.ts';
import type { Point } from '../../src/offscreen/face-finder.ts';
import { toHalves } from '../lib/faces/float16.ts';
import { randomFrom } from './damage.ts';
import { eachFrame } from './frames.ts';
import type { MeasuringEngine } from './measuring-engine.ts';
import type { CutOptions, CutsAnswer, ItemRequest } from './requests.ts';
import { blendedPair } from './self-blend/blended-pair.ts';
import { recode } from './self-blend/recode.ts';

/** A face as the network sees it. */
interface Crop {
  timeMs: number;
  /** RGB, `[INPUT_SIZE, INPUT_SIZE, 3]`. */
  input: Uint8Array;
  /** In its pixels; empty where none were found. */
  keypoints: Point[];
}

function cropOf(
  frame: RetainedFrame,
  timeMs: number,
  { box, region, keypoints }: { box: FaceBox; region: Region; keypoints: readonly Point[] },
): Crop {
  const { width, height, data } = frame.crop(region);
  return {
    timeMs,
    input: cutFace({ width, height, channels: 4, data }, region, box),
    keypoints: pointsInCrop(box, keypoints, INPUT_SIZE),
  };
}

/** The face of each frame that has one, the largest; of pictures that are crops already, the picture. */
async function cropsOf(
  engine: MeasuringEngine,
  item: ItemRequest,
  files: readonly File[],
  keypoints: boolean,
): Promise<Crop[]> {
  const crops: Crop[] = [];
  const whole = ({ width, height }: RetainedFrame, found: readonly Point[]) => ({
    box: boxOfWhole(width, height),
    region: { x: 0, y: 0, width, height },
    keypoints: found,
  });
  if (item.crop === 'whole' && !keypoints) {
    await eachFrame(item, files, (frame, timeMs) => {
      crops.push(cropOf(frame, timeMs, whole(frame, [])));
      return Promise.resolve();
    });
    return crops;
  }
  await engine.findFaces(item, files, (frame, timeMs, [largest]) => {
    if (item.crop === 'whole') crops.push(cropOf(frame, timeMs, whole(frame, largest?.keypoints ?? [])));
    else if (largest) crops.push(cropOf(frame, timeMs, largest));
  });
  return crops;
}

/** A picture with left and right exchanged. */
function mirrorImage(input: Uint8Array): Uint8Array {
  const mirrored = new Uint8Array(input.length);
  for (let pixel = 0; pixel < INPUT_SIZE * INPUT_SIZE; pixel++) {
    const x = pixel % INPUT_SIZE;
    const from = 3 * (pixel - x + (INPUT_SIZE - 1 - x));
    mirrored.set(input.subarray(from, from + 3), 3 * pixel);
  }
  return mirrored;
}

/** The pictures of one face, in the order of `PICTURES`. */
async function picturesOf(
  { input, keypoints, timeMs }: Crop,
  { mirror, blends }: CutOptions,
  seed: string,
): Promise<Uint8Array[]> {
  const pictures = [input];
  if (mirror) pictures.push(mirrorImage(input));
  if (blends) {
    const random = new Random(Math.floor(randomFrom(`${seed} ${timeMs}`)() * 2 ** 32));
    const { base, blend } = await blendedPair(input, keypoints, { recode, random });
    pictures.push(base, blend);
  }
  return pictures;
}

/** The values at the cut of an item's faces. @throws Error if the engine broke; what is wrong with its files is part of the answer. */
export async function cutsOf(
  engine: MeasuringEngine,
  item: ItemRequest,
  files: readonly File[],
  options: CutOptions,
): Promise<CutsAnswer> {
  try {
    const { detector } = await engine.models.running();
    const faces: CutsAnswer['faces'] = [];
    for (const crop of await cropsOf(engine, item, files, options.blends)) {
      const cuts = await detector.cut(await picturesOf(crop, options, item.seed));
      const values = cuts.map((cut) => toBase64(new Uint8Array(toHalves(cut).buffer)));
      faces.push({ timeMs: crop.timeMs, values });
    }
    return { reason: faces.length > 0 ? null : 'noFace', faces };
  } catch (error) {
    if (!(error instanceof FrameError)) throw error;
    return { reason: error.reason, faces: [] };
  }
}
