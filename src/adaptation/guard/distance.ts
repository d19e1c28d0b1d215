import { Random } from '../random.ts';

/**
 * How well source and site can be told apart by their features: the proxy A-distance (Ben-David et al. 2007), 2 (1 - 2 e), e the
 * balanced error of a linear probe on faces it was not fitted on. 0: mixed; 2: separate.
 */

/** Gradient steps of the probe, those after which it lets others go first, its step width, and the weight of its squared norm. */
const PROBE = { steps: 150, together: 2, rate: 0.5, decay: 1e-3 } as const;

/** Lets whatever waits go first; see `Pace` in training.ts. */
type YieldToEngine = () => Promise<void>;

interface Probe {
  weights: Float32Array;
  bias: number;
}

interface Scaled {
  mean: Float32Array;
  spread: Float32Array;
}

function scaleOf(features: readonly Float32Array[]): Scaled {
  const units = features[0]?.length ?? 0;
  const mean = new Float32Array(units);
  const spread = new Float32Array(units);
  for (const feature of features)
    feature.forEach((value, i) => (mean[i] = (mean[i] ?? 0) + value / features.length));
  for (const feature of features) {
    feature.forEach(
      (value, i) => (spread[i] = (spread[i] ?? 0) + (value - (mean[i] ?? 0)) ** 2 / features.length),
    );
  }
  return { mean, spread: spread.map((value) => Math.sqrt(value) + 1e-3) };
}

function scaled(features: readonly Float32Array[], { mean, spread }: Scaled): Float32Array[] {
  return features.map((feature) => feature.map((value, i) => (value - (mean[i] ?? 0)) / (spread[i] ?? 1)));
}

function logit({ weights, bias }: Probe, feature: Float32Array): number {
  return feature.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), bias);
}

/** Logistic regression in which both domains weigh the same. @param site, @param source: scaled features. */
async function fit(
  source: readonly Float32Array[],
  site: readonly Float32Array[],
  yieldToEngine: YieldToEngine,
): Promise<Probe> {
  const units = source[0]?.length ?? 0;
  const probe: Probe = { weights: new Float32Array(units), bias: 0 };
  for (let step = 0; step < PROBE.steps; step++) {
    if (step % PROBE.together === 0) await yieldToEngine();
    const gradient = probe.weights.map((weight) => weight * PROBE.decay);
    let ofBias = 0;
    for (const [features, target] of [
      [source, 0],
      [site, 1],
    ] as const) {
      for (const feature of features) {
        const error = (1 / (1 + Math.exp(-logit(probe, feature))) - target) / (2 * features.length);
        for (let i = 0; i < units; i++) gradient[i] = (gradient[i] ?? 0) + error * (feature[i] ?? 0);
        ofBias += error;
      }
    }
    probe.weights.forEach((weight, i) => (probe.weights[i] = weight - PROBE.rate * (gradient[i] ?? 0)));
    probe.bias -= PROBE.rate * ofBias;
  }
  return probe;
}

/**
 * @param source, @param site features `[units]`, one a face; @param groups of the site's faces, such as their videos, so that no
 * video is on both sides of the split.
 * @returns 0…2; null with fewer than two groups or source faces, or where a feature is no number.
 */
export async function proxyADistance(
  source: readonly Float32Array[],
  site: readonly Float32Array[],
  groups: readonly string[],
  yieldToEngine: YieldToEngine,
): Promise<number | null> {
  const names = [...new Set(groups)];
  if (names.length < 2 || source.length < 2) return null;
  if (![...source, ...site].every((feature) => feature.every(Number.isFinite))) return null;
  const order = shuffled(names, new Random(11));
  const first = new Set(order.slice(0, Math.ceil(order.length / 2)));
  const inFirst = groups.map((group) => first.has(group));
  const scale = scaleOf([...source, ...site]);
  const [sources, sites] = [scaled(source, scale), scaled(site, scale)];
  let wrong = 0;
  for (const fold of [true, false]) {
    const held = (i: number) => (i % 2 === 0) === fold;
    const probe = await fit(
      sources.filter((_, i) => !held(i)),
      sites.filter((_, i) => inFirst[i] !== fold),
      yieldToEngine,
    );
    const heldSources = sources.filter((_, i) => held(i));
    const heldSites = sites.filter((_, i) => inFirst[i] === fold);
    const missed = (list: Float32Array[], sign: number) =>
      list.filter((feature) => sign * logit(probe, feature) <= 0).length / Math.max(1, list.length);
    wrong += 0.25 * (missed(heldSources, -1) + missed(heldSites, 1));
  }
  return Math.max(0, 2 * (1 - 2 * wrong));
}

export function shuffled<T>(list: readonly T[], random: Random): T[] {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = random.int(0, i + 1);
    const [a, b] = [copy[i], copy[j]];
    if (a !== undefined && b !== undefined) [copy[i], copy[j]] = [b, a];
  }
  return copy;
}
