import { ones, type Sample } from './sample.ts';

/** Above even odds is manipulated; exactly even is not, as in the extension. */
export function isCalledFake(score: number): boolean {
  return score > 0.5;
}

/**
 * Share of right decisions at even odds.
 * @returns a function of the samples' weights: 0…1, or null if they weigh nothing.
 */
export function weightedAccuracy(samples: readonly Sample[]): (weights: Float64Array) => number | null {
  const right = Uint8Array.from(samples, ({ fake, score }) => (isCalledFake(score) === fake ? 1 : 0));
  return (weights) => {
    let sum = 0;
    let total = 0;
    for (let at = 0; at < right.length; at++) {
      const weight = weights[at] ?? 0;
      sum += weight * (right[at] ?? 0);
      total += weight;
    }
    return total > 0 ? sum / total : null;
  };
}

/** 0…1; null without samples. */
export function accuracy(samples: readonly Sample[]): number | null {
  return weightedAccuracy(samples)(ones(samples.length));
}

/** Mean of the two classes' shares of right decisions at even odds, 0…1; null if a class is missing. */
export function balancedAccuracy(samples: readonly Sample[]): number | null {
  const ofFakes = accuracy(samples.filter(({ fake }) => fake));
  const ofReals = accuracy(samples.filter(({ fake }) => !fake));
  return ofFakes === null || ofReals === null ? null : (ofFakes + ofReals) / 2;
}
