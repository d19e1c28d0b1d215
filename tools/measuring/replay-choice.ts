import { Random } from '../../src/adaptation/random.ts';
import { shuffled } from '../../src/adaptation/guard/distance.ts';
import { NOTHING, parseConditions, type Condition } from '../lib/manifest/conditions.ts';
import type { Item } from '../lib/manifest/items.ts';
import { grouped } from '../lib/grouped.ts';

/** Which faces the replay memory is made of, and what is done to each: a function of the list and a seed, so that it can be told again. */

/** Fixed, so that a report can leave out the groups that are in the memory without a list of them. */
export const REPLAY_SEED = 20_261_124;
export const REPLAY_COUNT = 1800;

/** One in so many groups is the guard's and never trained on. */
const HELD_SHARE = 1 / 3;
/** Of the faces to train on. */
const MIRRORED_SHARE = 0.5;

/**
 * What is done to a face of the guard, with its share; a face to train on stays as it is, since training shows it as the site would
 * (src/adaptation/look/transfer.ts). What adaptation is measured under (H.264 of CRF 40, a third of the size, a blur of 3 px)
 * is not among it, or the memory would have seen the sites that it is tested on.
 */
const STRATA: readonly { condition: Condition; share: number }[] = [
  { condition: NOTHING, share: 0.4 },
  ...parseConditions('h264:28,34,jpeg:40,resize:0.5,blur:1.5,noise:4')
    .filter(({ damage }) => damage !== null)
    .map((condition) => ({ condition, share: 0.1 })),
];

/**
 * The heaviest damage that a site may show, so that its values at the cut have room in the ranges: with those of the memory alone, blurred and
 * noisy sites were all ends of ranges. None of these faces is kept.
 */
const HEAVY = parseConditions('h264:46,jpeg:10,resize:0.2,blur:4,noise:26').filter(
  ({ damage }) => damage !== null,
);
/** Faces to train on that are looked at under each of them. */
const HEAVY_FACES = 60;

/** Faces and conditions that only the ranges are made from. @param chosen the memory's. */
export function chooseForRanges(chosen: readonly ReplayChoice[]): ReplayChoice[] {
  const faces = chosen.filter(({ held }) => !held);
  return HEAVY.flatMap((condition, i) =>
    faces.slice(i * HEAVY_FACES, (i + 1) * HEAVY_FACES).map((choice) => ({ ...choice, condition })),
  );
}

function heldCondition(random: Random): Condition {
  return random.choice(
    STRATA,
    STRATA.map(({ share }) => share),
  ).condition;
}

export interface ReplayChoice {
  item: Item;
  held: boolean;
  condition: Condition;
  mirrored: boolean;
}

/**
 * Half of the faces genuine, half manipulated, both in `held` and to train on. No group is on both sides, and none gives two faces of a class.
 * @param items genuine and manipulated faces, each with its group. @param count of faces in all.
 * @throws RangeError if there are too few groups.
 */
export function chooseReplay(items: readonly Item[], count: number, seed: number): ReplayChoice[] {
  const random = new Random(seed);
  const groups = shuffled(
    [...grouped(items, ({ group }) => group)].sort(([a], [b]) => (a < b ? -1 : 1)),
    random,
  );
  const ofHeld = Math.round((count * HELD_SHARE) / 2);
  const wanted = [
    { held: true, real: ofHeld, fake: ofHeld },
    { held: false, real: Math.round(count / 2) - ofHeld, fake: Math.round(count / 2) - ofHeld },
  ];
  const chosen: ReplayChoice[] = [];
  for (const [, members] of groups) {
    const part = wanted.find(({ real, fake }) => real > 0 || fake > 0);
    if (!part) break;
    for (const label of ['real', 'fake'] as const) {
      const candidates = members.filter((item) => item.label === label);
      if (candidates.length === 0 || part[label] === 0) continue;
      part[label]--;
      const condition = part.held ? heldCondition(random) : NOTHING;
      const mirrored = random.chance(MIRRORED_SHARE) && !part.held;
      chosen.push({ item: random.choice(candidates), held: part.held, condition, mirrored });
    }
  }
  if (chosen.length < 2 * Math.round(count / 2)) {
    throw new RangeError(
      `There are groups for ${chosen.length} faces of the replay memory only; ${count} are wanted`,
    );
  }
  return chosen;
}
