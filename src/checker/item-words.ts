import { verdictOf } from '../messages/report.ts';
import type { ShapeName } from '../verdict/shapes.ts';
import { verdictLine } from '../verdict/words.ts';
import type { Item } from './run.ts';

/** The mark and the line of a file. */
export function itemWords(item: Item): { shape: ShapeName; line: string } {
  if (item.status === 'waiting') return { shape: 'checking', line: 'Waiting' };
  if (item.status === 'checking') {
    const { framesDone, framesTotal } = item.progress ?? { framesDone: 0, framesTotal: 0 };
    return {
      shape: 'checking',
      line: framesTotal === 0 ? 'Opening' : `Checking, frame ${framesDone} of ${framesTotal}`,
    };
  }
  const verdict = item.outcome && verdictOf(item.outcome);
  if (!verdict) return { shape: 'notChecked', line: verdictLine({ kind: 'notChecked', reason: 'noFrames' }) };
  return { shape: verdict.kind, line: verdictLine(verdict) };
}
