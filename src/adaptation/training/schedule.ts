/** The schedules of domain-adversarial training (Ganin & Lempitsky 2015, section 4), over `progress` 0…1. */

const STEEPNESS = 10;

/** λ: 0 at the first step, towards `most` at the last, so that an ignorant domain classifier does no harm. */
export function reversalWeight(progress: number, most: number): number {
  return most * (2 / (1 + Math.exp(-STEEPNESS * progress)) - 1);
}

/** Share of the steps over which what is left of the rate goes to nothing. */
const LANDING = 0.25;

/**
 * The learning rate: `rate` at the first step, then annealed; over the last quarter, which is not theirs, down to 0, so that the last
 * faces drawn do not decide.
 */
export function annealedRate(progress: number, rate: number): number {
  return (rate / (1 + 10 * progress) ** 0.75) * Math.min(1, (1 - progress) / LANDING);
}
