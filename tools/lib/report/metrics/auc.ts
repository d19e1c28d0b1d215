import { ones, type Sample } from './sample.ts';

/**
 * Area under the ROC curve as the rank statistic: how often a manipulated sample scores above a genuine one, ties counting half.
 * Sorts once, so that a bootstrap can ask again and again.
 * @returns a function of the samples' weights (0…, in the order given): 0…1, or null if a class weighs nothing.
 */
export function weightedAuc(samples: readonly Sample[]): (weights: Float64Array) => number | null {
  const order = Int32Array.from(samples.keys()).sort((a, b) => scoreAt(samples, a) - scoreAt(samples, b));
  const fake = Uint8Array.from(order, (index) => (samples[index]?.fake ? 1 : 0));
  const begins = Uint8Array.from(order, (index, at) =>
    at === 0 || scoreAt(samples, index) !== scoreAt(samples, order[at - 1] ?? 0) ? 1 : 0,
  );
  return (weights) => {
    let wins = 0;
    let fakes = 0;
    let realsBelow = 0;
    let realsTied = 0;
    let fakesTied = 0;
    for (let at = 0; at < order.length; at++) {
      if (begins[at] === 1) {
        wins += fakesTied * (realsBelow + realsTied / 2);
        realsBelow += realsTied;
        realsTied = 0;
        fakesTied = 0;
      }
      const weight = weights[order[at] ?? 0] ?? 0;
      if (fake[at] === 1) {
        fakesTied += weight;
        fakes += weight;
      } else {
        realsTied += weight;
      }
    }
    wins += fakesTied * (realsBelow + realsTied / 2);
    const reals = realsBelow + realsTied;
    return fakes > 0 && reals > 0 ? wins / (fakes * reals) : null;
  };
}

/** 0…1; null if a class is missing. */
export function auc(samples: readonly Sample[]): number | null {
  return weightedAuc(samples)(ones(samples.length));
}

function scoreAt(samples: readonly Sample[], index: number): number {
  return samples[index]?.score ?? 0;
}
