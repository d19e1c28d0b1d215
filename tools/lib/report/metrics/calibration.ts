import type { Sample } from './sample.ts';

/** Samples of neighbouring probabilities. */
export interface ReliabilityBin {
  /** Samples in it. */
  count: number;
  /** Mean of their probabilities, 0…1. */
  predicted: number;
  /** Share of them that is manipulated, 0…1. */
  observed: number;
}

const RELIABILITY_BINS = 15;

/**
 * Bins of equal mass: the samples in order of probability, cut into `bins` runs whose lengths differ by one at most.
 * A run of equal probabilities that is cut counts with its mean on either side, so the order of the samples does not matter.
 * @returns at most `bins`, fewer if there are fewer samples.
 */
export function reliabilityBins(samples: readonly Sample[], bins = RELIABILITY_BINS): ReliabilityBin[] {
  const sorted = [...samples].sort((a, b) => a.score - b.score);
  const observed = Float64Array.from(sorted, ({ fake }) => (fake ? 1 : 0));
  for (let begin = 0; begin < sorted.length;) {
    let end = begin + 1;
    while (end < sorted.length && sorted[end]?.score === sorted[begin]?.score) end++;
    const mean = observed.slice(begin, end).reduce((sum, value) => sum + value, 0) / (end - begin);
    observed.fill(mean, begin, end);
    begin = end;
  }
  const wanted = Math.min(bins, sorted.length);
  return Array.from({ length: wanted }, (_, index) => {
    const begin = Math.floor((index * sorted.length) / wanted);
    const end = Math.floor(((index + 1) * sorted.length) / wanted);
    const count = end - begin;
    return {
      count,
      predicted: sorted.slice(begin, end).reduce((sum, { score }) => sum + score, 0) / count,
      observed: observed.slice(begin, end).reduce((sum, value) => sum + value, 0) / count,
    };
  });
}

/**
 * Expected calibration error: mean over the samples of |predicted − observed| of their bin. Biased upwards with few samples: even
 * a perfectly calibrated detector does not reach 0.
 * @returns 0…1; null without samples.
 */
export function calibrationError(samples: readonly Sample[], bins = RELIABILITY_BINS): number | null {
  if (samples.length === 0) return null;
  return (
    reliabilityBins(samples, bins).reduce(
      (sum, { count, predicted, observed }) => sum + count * Math.abs(predicted - observed),
      0,
    ) / samples.length
  );
}

/** Mean squared error of the probabilities, 0…1; null without samples. */
export function brierScore(samples: readonly Sample[]): number | null {
  return mean(samples, ({ fake, score }) => (score - (fake ? 1 : 0)) ** 2);
}

/** Probabilities nearer to 0 or 1 than this count as so near, lest a single sample makes the mean infinite. */
const NEAREST = 1e-6;

/** Mean negative log-likelihood in nats, 0…; null without samples. */
export function logLoss(samples: readonly Sample[]): number | null {
  return mean(samples, ({ fake, score }) => {
    const right = fake ? score : 1 - score;
    return -Math.log(Math.min(1 - NEAREST, Math.max(NEAREST, right)));
  });
}

function mean(samples: readonly Sample[], of: (sample: Sample) => number): number | null {
  return samples.length === 0 ? null : samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
}
