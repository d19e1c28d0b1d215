import { grouped } from '../../../lib/grouped.ts';
import { seeded, shuffled } from '../../../lib/report/metrics/random.ts';
import { fitProbe } from './probe.ts';

export type Domain = 'source' | 'target';

/** The network's feature of one face. */
export interface FeaturePoint {
  domain: Domain;
  fake: boolean;
  /** Its video or group; never on both sides of a split. */
  unit: string;
  feature: readonly number[];
}

const FOLDS = 5;
const SEED = 7;

/**
 * Proxy A-distance between two domains, 2 (1 − 2 e), where e is the error of a linear probe that tells them apart (Ben-David et al. 2007;
 * Ganin et al. 2016). e is measured on held-out units in five folds, as the mean of both domains' errors. Compare like with like: real
 * against real, fake against fake; else it mostly measures how many fakes there are.
 * @returns 0 (cannot be told apart, or the probe does worse than chance) … 2 (always told apart); null where a domain has fewer than
 *   five units.
 */
export function proxyDistance(points: readonly FeaturePoint[]): number | null {
  const folds = foldsOf(points);
  if (folds === null) return null;
  const wrong = { source: 0, target: 0 };
  for (let fold = 0; fold < FOLDS; fold++) {
    const training = points.filter((_, at) => folds[at] !== fold);
    const probe = fitProbe(
      training.map(({ feature }) => feature),
      training.map(({ domain }) => domain === 'target'),
    );
    for (const { domain, feature } of points.filter((_, at) => folds[at] === fold)) {
      if (probe(feature) > 0 !== (domain === 'target')) wrong[domain]++;
    }
  }
  const share = (domain: Domain): number =>
    wrong[domain] / points.filter((point) => point.domain === domain).length;
  const error = (share('source') + share('target')) / 2;
  return Math.max(0, 2 * (1 - 2 * error));
}

/** The fold of each point: the units of each domain dealt out in a random order. Null where there are too few. */
function foldsOf(points: readonly FeaturePoint[]): number[] | null {
  const random = seeded(SEED);
  const folds = new Map<string, number>();
  for (const domain of ['source', 'target'] as const) {
    const units = grouped(
      points.filter((point) => point.domain === domain),
      ({ unit }) => unit,
    );
    if (units.size < FOLDS) return null;
    for (const [at, unit] of shuffled([...units.keys()].sort(), random).entries()) {
      folds.set(`${domain} ${unit}`, at % FOLDS);
    }
  }
  return points.map(({ domain, unit }) => folds.get(`${domain} ${unit}`) ?? 0);
}
