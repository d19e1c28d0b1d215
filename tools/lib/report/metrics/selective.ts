import type { VerdictKind } from '../../../../src/verdict/types.ts';
import { isCalledFake } from './decisions.ts';
import type { Sample } from './sample.ts';

/** What it costs and brings to answer only when sure. */
export interface Selective {
  /** Share of the samples that got a clear verdict, 0…1. */
  coverage: number;
  /** Share of wrong ones among the clear verdicts, 0…1; null if there is none. */
  risk: number | null;
}

/**
 * Coverage and risk of the extension's own verdicts. "No sign found" on a manipulated sample counts as wrong, although it promises less.
 * @returns null without samples.
 */
export function selectiveRisk(judged: readonly { fake: boolean; verdict: VerdictKind }[]): Selective | null {
  if (judged.length === 0) return null;
  const clear = judged.filter(({ verdict }) => verdict === 'manipulated' || verdict === 'noSign');
  const wrong = clear.filter(({ fake, verdict }) => fake !== (verdict === 'manipulated'));
  return {
    coverage: clear.length / judged.length,
    risk: clear.length === 0 ? null : wrong.length / clear.length,
  };
}

/** The decision at even odds, made only for the surest share of the samples. */
export interface RiskPoint {
  coverage: number;
  risk: number;
}

/**
 * Risk over coverage, the surest samples first: those whose probability lies farthest from even odds. Equally sure ones come together.
 * @returns one point for each different sureness; none without samples.
 */
export function riskCoverage(samples: readonly Sample[]): RiskPoint[] {
  const sorted = samples
    .map((sample) => ({ ...sample, sure: Math.abs(sample.score - 0.5) }))
    .sort((a, b) => b.sure - a.sure);
  const points: RiskPoint[] = [];
  let wrong = 0;
  for (const [at, { fake, score, sure }] of sorted.entries()) {
    if (isCalledFake(score) !== fake) wrong++;
    if (sorted[at + 1]?.sure !== sure) {
      points.push({ coverage: (at + 1) / sorted.length, risk: wrong / (at + 1) });
    }
  }
  return points;
}
