import type { Verdict } from '../verdict/types.ts';
import type { VideoReport } from './schemas.ts';

/**
 * What a report amounts to: its verdict (provisional while `checking`), or null while nothing is known.
 * A failure overrides the state, since it says what became of the video last.
 */
export function verdictOf(report: Pick<VideoReport, 'state' | 'failure'>): Verdict | null {
  if (report.failure) return { kind: 'notChecked', reason: report.failure };
  return report.state?.verdict ?? null;
}

/** 0 is worst. A video that could not be checked ranks above one without signs: it must not hide behind it. */
export function rank(report: Pick<VideoReport, 'state' | 'failure'>): number {
  const verdict = verdictOf(report);
  if (!verdict) return 4;
  return { manipulated: 0, unclear: 1, notChecked: 2, noSign: 3 }[verdict.kind];
}

/** Worst verdict first, then the higher probability, then the newer report. */
export function worstFirst(
  a: Pick<VideoReport, 'state' | 'failure'> & { updatedAt: number },
  b: Pick<VideoReport, 'state' | 'failure'> & { updatedAt: number },
): number {
  return (
    rank(a) - rank(b) ||
    (b.state?.probability ?? 0) - (a.state?.probability ?? 0) ||
    b.updatedAt - a.updatedAt
  );
}
