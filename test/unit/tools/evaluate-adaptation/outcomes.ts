import type { Compared, Outcome } from '../../../../tools/evaluate-adaptation/outcome.ts';
import { OURS } from '../../../../tools/evaluate-adaptation/arms.ts';
import type { ArmOutcome } from '../../../../tools/evaluate-adaptation/verdicts.ts';

/**
 * A run on 40 groups with a genuine and a manipulated video each. Before, `wrong` of the manipulated ones lie below all genuine
 * ones; after, `wrongAfter` do.
 */
export function outcome(
  changes: { shift?: string; seed?: number; committed?: boolean; wrong?: number; wrongAfter?: number } = {},
): Outcome {
  const { shift = 'blur 3', seed = 1, committed = true, wrong = 8, wrongAfter = 4 } = changes;
  const videos = Array.from({ length: 40 }, (_, i): Compared[] => {
    const score = (below: number) => (i < below ? -1 : 1) - i / 1000;
    const trained = score(wrongAfter);
    return [
      {
        video: `r${i}`,
        fold: 0,
        group: `g${i}`,
        fake: false,
        before: i / 1000,
        trained: i / 1000,
        deployed: i / 1000,
      },
      {
        video: `f${i}`,
        fold: 0,
        group: `g${i}`,
        fake: true,
        before: score(wrong),
        trained,
        deployed: committed ? trained : score(wrong),
      },
    ];
  }).flat();
  return {
    run: { shift, rate: 0.5, seed, arm: OURS, scenario: 'ordinary' },
    target: videos,
    source: videos,
    committed: Number(committed),
    refused: Number(!committed),
    partly: 0,
    failed: committed ? [] : ['targetGain'],
    shown: 0.5,
    estimated: 0.4,
  };
}

/** What users of a site with one fold are told. */
export function armOutcome(
  changes: Partial<Pick<ArmOutcome, 'arm' | 'seed' | 'active' | 'auc'>> & { falseAlarms?: number },
): ArmOutcome {
  const { falseAlarms = 0.1, ...rest } = changes;
  const verdicts = { falseAlarms, caught: 0.5, clear: 0.4, wrong: 0.05 };
  return {
    shift: 'blur 3',
    arm: 'asInstalled',
    rate: 0.05,
    seed: 1,
    active: 0,
    folds: 1,
    auc: 0.8,
    verdicts,
    ...rest,
  };
}
