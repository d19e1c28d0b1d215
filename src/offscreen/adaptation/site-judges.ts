import { levelOf } from '../../adaptation/level/level.ts';
import type { Level } from '../../contracts/level.ts';
import { topOf } from '../../adaptation/training/site-network.ts';
import { limitsOf } from '../../detector/calibration.ts';
import { logit, type Thresholds } from '../../verdict/aggregation/aggregation.ts';
import type { SiteJudge } from '../frame-work.ts';
import type { Resources } from './resources.ts';

/** The level of a site, and whether it is taken into account. */
export interface SiteLevelState {
  /** null: too little was seen, or it drifts. */
  level: Level | null;
  used: boolean;
}

/** What sites' videos are judged by: the version in use and the level. Read once each. */
export class SiteJudges {
  readonly #resources: Resources;
  readonly #judges = new Map<string, Promise<SiteJudge | null>>();

  constructor(resources: Resources) {
    this.#resources = resources;
  }

  /** @returns null: all as it was installed. */
  get(origin: string): Promise<SiteJudge | null> {
    const known = this.#judges.get(origin);
    if (known) return known;
    const reading = this.#read(origin);
    this.#judges.set(origin, reading);
    // A failure is told to those who wait for it; the next one tries again.
    reading.catch(() => this.#judges.delete(origin));
    return reading;
  }

  /** The version or the level of a site changed; of all with null. */
  forget(origin: string | null): void {
    if (origin === null) this.#judges.clear();
    else this.#judges.delete(origin);
  }

  async #read(origin: string): Promise<SiteJudge | null> {
    const [store, { replay, basis }] = await Promise.all([this.#resources.store(), this.#resources.memory()]);
    const version = await store.active(origin, basis);
    const { level, used } = await siteLevel(origin, this.#resources, version?.number ?? 0);
    if (!version && !(level && used)) return null;
    return {
      version: version?.number ?? 0,
      top: version && topOf(version.weights, replay.ranges),
      level: used ? level : null,
    };
  }
}

/** @param version that judges the site's videos. */
export async function siteLevel(
  origin: string,
  resources: Resources,
  version: number,
): Promise<SiteLevelState> {
  const [store, { basis }] = await Promise.all([resources.store(), resources.memory()]);
  const { calibration } = await resources.detector();
  const { scores, used } = await store.scores(origin, { basis, version });
  const limits: Thresholds = limitsOf(calibration);
  const { manipulated, noSign } = limits.video ?? limits;
  return { level: levelOf(scores, { manipulated: logit(manipulated), noSign: logit(noSign) }), used };
}
