import { Random } from '../../src/adaptation/random.ts';
import { shuffled } from '../../src/adaptation/guard/distance.ts';
import { grouped } from '../lib/grouped.ts';
import type { SiteFace } from '../page/adaptation/requests.ts';

/** Which faces a site shows: a function of the pool, the share of manipulated faces and a seed. */

export interface PoolFace {
  /** In the site's set. */
  face: number;
  video: string;
  manipulated: boolean;
}

export interface Draw {
  /** At most. */
  count: number;
  /** Share of manipulated videos, 0…1; null: as they are in the pool. */
  rate: number | null;
  seed: number;
}

/**
 * Whole videos, each with all of its faces.
 * @returns in random order; fewer than `count` where the pool has too few of a class, so that the share holds.
 * @throws RangeError if the pool lacks a class that is wanted.
 */
export function drawSite(pool: readonly PoolFace[], { count, rate, seed }: Draw): SiteFace[] {
  const random = new Random(seed * 65_537 + 17);
  const videos = shuffled([...grouped(pool, ({ video }) => video).values()], random);
  const most = Math.floor((count * videos.length) / pool.length);
  const chosen = rate === null ? videos.slice(0, most) : atRate(videos, most, rate);
  return shuffled(chosen.flat(), random).map((face) => ({ ...face, trusted: false }));
}

function atRate(videos: readonly PoolFace[][], count: number, rate: number): PoolFace[][] {
  const fakes = videos.filter(([face]) => face?.manipulated);
  const reals = videos.filter(([face]) => !face?.manipulated);
  if ((rate > 0 && fakes.length === 0) || (rate < 1 && reals.length === 0)) {
    throw new RangeError(`There is no ${fakes.length === 0 ? 'manipulated' : 'genuine'} face to adapt on`);
  }
  const most = Math.min(
    count,
    rate > 0 ? Math.floor(fakes.length / rate) : count,
    rate < 1 ? Math.floor(reals.length / (1 - rate)) : count,
  );
  const ofFakes = Math.round(most * rate);
  return [...fakes.slice(0, ofFakes), ...reals.slice(0, most - ofFakes)];
}

/** How a site can be made to teach what is wrong. */
export const SCENARIOS = {
  /** Nothing is wrong. */
  ordinary: (site) => site,
  /** Who uploads the fakes has them marked as trusted. */
  trustedFakes: (site) => site.map((face) => ({ ...face, trusted: face.manipulated })),
  /** Half of what is seen is one manipulated clip, uploaded again and again. */
  flood: (site) => {
    const clip = site.find(({ manipulated }) => manipulated);
    if (!clip) return site;
    return site.map((face, i) => (i % 2 === 0 ? face : { ...clip, video: `${clip.video} again ${i}` }));
  },
} as const satisfies Record<string, (site: readonly SiteFace[]) => readonly SiteFace[]>;
export type Scenario = keyof typeof SCENARIOS;
