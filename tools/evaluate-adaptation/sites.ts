import { limited, type Item } from '../lib/manifest/items.ts';
import { NOTHING } from '../lib/manifest/conditions.ts';
import type { Cuts } from '../measuring/cuts.ts';
import type { ManifestRow } from '../lib/manifest/manifest.ts';
import { TRAINED_ON } from '../lib/manifest/parts.ts';
import { selectItems } from '../lib/manifest/selection.ts';
import { SQUEEZED, treatments } from '../lib/manifest/treatment.ts';
import { chooseReplay, REPLAY_COUNT, REPLAY_SEED } from '../measuring/replay-choice.ts';
import { faceList, type FaceList } from './face-list.ts';
import { foldCount, foldsOf, isToAdaptOn } from './folds.ts';
import { isDamage, type Shift } from './shifts.ts';

/** One way to divide a site: places in its lists. */
export interface Fold {
  /** In `adapt`. */
  adapt: number[];
  /** In `target`. */
  test: number[];
}

/** A site with everything that is measured on it. */
export interface Site {
  shift: Shift;
  /** Faces that may be adapted on. */
  adapt: FaceList;
  /** Faces of other groups, from the same site. */
  target: FaceList;
  /** Faces of the source, of other groups than are adapted on. */
  source: FaceList;
  folds: Fold[];
}

/** How many faces of each class. */
export interface Sizes {
  /** To draw a site from. */
  pool: number;
  test: number;
}

export interface SiteOptions {
  cuts: Cuts;
  /** For sets of faces. */
  folder: string;
  sizes: Sizes;
  /**
   * Which part of the source: `test` to report; `validation` to choose by, without the groups that the replay memory holds.
   */
  part: 'test' | 'validation';
  tell: (sentence: string) => void;
}

/** Looks at all faces that are needed. @throws UsageError if the manifest lacks a set; as {@link faceList}. */
export async function buildSites(
  rows: readonly ManifestRow[],
  shifts: readonly Shift[],
  { cuts, folder, sizes, part, tell }: SiteOptions,
): Promise<Site[]> {
  const quiet = (): void => undefined;
  const all = selectItems(rows, { datasets: [TRAINED_ON], parts: part, limit: null }, tell);
  const own = part === 'validation' ? withoutReplay(all) : all;
  if (own.length < all.length)
    tell(`${all.length - own.length} of these are of groups of the replay memory and left out`);
  const others = [...new Set(shifts.filter((shift) => !isDamage(shift)).map(({ dataset }) => dataset))];
  const foreign =
    others.length > 0 ? selectItems(rows, { datasets: others, parts: part, limit: null }, quiet) : [];
  const treated = await treatments([...own, ...foreign], SQUEEZED, tell);
  const treatmentOf = (dataset: string) => {
    const treatment = treated.get(dataset);
    if (!treatment) throw new Error(`The manifest has nothing of ${dataset}`);
    return treatment;
  };

  const pool = perClass(own.filter(isToAdaptOn), sizes.pool);
  const tested = perClass(
    own.filter((item) => !isToAdaptOn(item)),
    sizes.test,
  );
  const list = (items: readonly Item[], shift: Omit<Shift, 'name'>, what: string) =>
    faceList(items, cuts, folder, { ...shift, treatment: treatmentOf(shift.dataset), what });
  const asIs = { dataset: TRAINED_ON, condition: NOTHING, frames: 1 };
  const source = await list(tested, asIs, 'Source, to test');

  const sites: Site[] = [];
  for (const shift of shifts) {
    if (isDamage(shift)) {
      const adapt = await list(pool, shift, `${shift.name}, to adapt on`);
      const target = await list(tested, shift, `${shift.name}, to test`);
      sites.push({
        shift,
        adapt,
        target,
        source,
        folds: [{ adapt: places(adapt), test: places(target) }],
      });
    } else {
      const items = perClass(
        foreign.filter(({ dataset }) => dataset === shift.dataset),
        sizes.pool + sizes.test,
      );
      const faces = await list(items, shift, shift.name);
      const count = foldCount(faces.items);
      const fold = foldsOf(faces.items, count);
      const folds = Array.from({ length: count }, (_, i) => ({
        adapt: places(faces).filter((face) => fold[face] !== i),
        test: places(faces).filter((face) => fold[face] === i),
      }));
      sites.push({ shift, adapt: faces, target: faces, source, folds });
    }
  }
  return sites;
}

function places({ items }: FaceList): number[] {
  return [...items.keys()];
}

/** As many genuine and manipulated items at most, always the same ones. */
function perClass(items: readonly Item[], count: number): Item[] {
  return (['real', 'fake'] as const).flatMap((label) =>
    limited(
      items.filter((item) => item.label === label).map((item) => ({ ...item, method: label })),
      count,
    ),
  );
}

/** Which groups the memory holds is nowhere written down, but chosen by a seed. */
function withoutReplay(items: readonly Item[]): Item[] {
  const held = new Set(chooseReplay(items, REPLAY_COUNT, REPLAY_SEED).map(({ item }) => item.group));
  return items.filter(({ group }) => !held.has(group));
}
