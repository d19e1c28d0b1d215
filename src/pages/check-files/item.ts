import { verdictOf } from '../../messages/report.ts';
import type { Verdict, VerdictKind } from '../../verdict/types.ts';
import type { UncheckedReason } from '../../verdict/types.ts';
import type { ComparisonProgress } from './comparing/compare-media.ts';
import type { Medium } from './medium.ts';
import type { Progress } from './progress.ts';
import type { CheckRecord } from './record.ts';

/** One file or address of the list, as the page shows it. */
export interface Item {
  id: string;
  /** Place among what was picked since the page was opened, from 0; null for what was kept from before. */
  index: number | null;
  name: string;
  status: 'waiting' | 'checking' | 'done';
  /** What can be played beside the result; null for what was kept from before. */
  medium: Medium | null;
  progress: Progress | null;
  /** When its check began, in ms of `performance.now()`; null before. */
  startedAt: number | null;
  /** Once it is done. */
  record: CheckRecord | null;
  /** Its file is still being read, for what does not change the verdict: its hash and its Content Credentials. */
  inspecting: boolean;
  /** How the comparison with genuine videos goes that is wanted; null if none is. */
  comparing: Comparing | null;
}

export type Comparing =
  | { step: 'waiting' }
  | { step: 'running'; progress: ComparisonProgress }
  | { step: 'failed'; reason: UncheckedReason };

/** The verdict of what is done; a file without any frame could not be checked. */
export function verdictIn(record: Pick<CheckRecord, 'state' | 'failure'>): Verdict {
  return verdictOf(record) ?? { kind: 'notChecked', reason: 'noFrames' };
}

/** What an item is listed under. */
export function kindOfItem(item: Item): VerdictKind | 'underWay' {
  return item.record ? verdictIn(item.record).kind : 'underWay';
}
