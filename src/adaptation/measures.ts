/** Measures of scores, pure; for the guard and the reports. */

/**
 * Area under the ROC curve: the probability that a manipulated face scores above a genuine one, ties half.
 * @returns 0…1; NaN without a face of either class, or with a score that is no number.
 */
export function auc(genuine: ArrayLike<number>, manipulated: ArrayLike<number>): number {
  if (![genuine, manipulated].every((scores) => Array.from(scores).every((score) => !Number.isNaN(score))))
    return Number.NaN;
  const all = [
    ...Array.from(genuine, (score) => ({ score, manipulated: false })),
    ...Array.from(manipulated, (score) => ({ score, manipulated: true })),
  ].sort((a, b) => a.score - b.score);
  let ranks = 0;
  for (let from = 0; from < all.length;) {
    // At least one face further, also where a score is no number and so not even equal to itself.
    let to = from + 1;
    while (to < all.length && all[to]?.score === all[from]?.score) to++;
    const rank = (from + 1 + to) / 2;
    for (let i = from; i < to; i++) if (all[i]?.manipulated) ranks += rank;
    from = to;
  }
  const [n, m] = [genuine.length, manipulated.length];
  return (ranks - (m * (m + 1)) / 2) / (n * m);
}

/** Mean of the shares, 0…1, that are called right at a threshold. */
export function balancedAccuracy(
  genuine: ArrayLike<number>,
  manipulated: ArrayLike<number>,
  threshold: number,
): number {
  return 0.5 * (1 - shareAbove(genuine, threshold) + shareAbove(manipulated, threshold));
}

/** The share, 0…1, of scores above a threshold; NaN of none. */
export function shareAbove(scores: ArrayLike<number>, threshold: number): number {
  return Array.from(scores).filter((score) => score > threshold).length / scores.length;
}

export function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}
