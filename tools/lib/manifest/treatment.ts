import type { Item } from './items.ts';
import type { CropMode } from './manifest.ts';
import { sizeOfPicture, type Size } from './picture-size.ts';
import { position } from './parts.ts';

/** What is done to every picture of a data set alike, before it is judged. */
export interface Treatment {
  crop: CropMode;
  /** Pictures are brought to this size and encoded anew, so that neither size nor compression tells the classes apart. */
  squeeze: Size | null;
}

/**
 * Sets known to need it. DeepFakeTIMIT's fakes are 299×299 px, its reals 512×384 px with another JPEG table: without this,
 * size or compression alone separates the classes.
 */
export const SQUEEZED: Readonly<Record<string, Size>> = { 'df-timit-lq': { width: 299, height: 299 } };

/** Pictures of a set that are looked at. */
const SAMPLED = 64;
/** A square picture no larger than this was cut around a face by whoever made the set (DFDC crops 224, UTKFace 200 px). */
const LARGEST_CROP = 256;

async function looksLikeCrops(items: readonly Item[]): Promise<boolean> {
  const files = items.flatMap((item) => item.files.filter(({ medium }) => medium === 'picture'));
  const sampled = files
    .map((file) => ({ file: file.file, place: position(`size:${file.path}`) }))
    .sort((a, b) => a.place - b.place)
    .slice(0, SAMPLED);
  const sizes = await Promise.all(sampled.map(({ file }) => sizeOfPicture(file)));
  const known = sizes.filter((size) => size !== null);
  return known.length > 0 && known.every(({ width, height }) => width === height && width <= LARGEST_CROP);
}

/**
 * Decides the treatment of every data set.
 * @param tell is given a sentence for each decision that the manifest left open.
 */
export async function treatments(
  items: readonly Item[],
  squeezed: Readonly<Record<string, Size>>,
  tell: (sentence: string) => void,
): Promise<Map<string, Treatment>> {
  const result = new Map<string, Treatment>();
  for (const dataset of new Set(items.map((item) => item.dataset))) {
    const members = items.filter((item) => item.dataset === dataset);
    const squeeze = squeezed[dataset] ?? null;
    const pictures = members.some((item) => item.files.some(({ medium }) => medium === 'picture'));
    let crop: CropMode = 'detect';
    if (pictures && members.some((item) => item.crop === null)) {
      crop = squeeze === null && (await looksLikeCrops(members)) ? 'whole' : 'detect';
      tell(
        crop === 'whole'
          ? `${dataset}: small square pictures, so each is taken whole as the crop of a face (column "crop" to change that)`
          : `${dataset}: faces are found and cut in its pictures (column "crop" to change that)`,
      );
    }
    if (squeeze && pictures) {
      tell(
        `${dataset}: every picture is first brought to ${squeeze.width}×${squeeze.height} px and encoded anew as JPEG 90, reals and fakes alike`,
      );
    }
    result.set(dataset, { crop, squeeze });
  }
  return result;
}
