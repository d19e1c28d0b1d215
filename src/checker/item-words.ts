import { verdictOf } from '../messages/report.ts';
import type { ShapeName } from '../verdict/shapes.ts';
import { VERDICT_WORDS, meaningOf, verdictLine } from '../verdict/words.ts';
import type { Item } from './run.ts';

/** The mark and the line of a file, and what a verdict on it means. */
export function itemWords(item: Item): { shape: ShapeName; line: string; meaning?: string } {
  if (item.status === 'waiting') return { shape: 'checking', line: 'Waiting' };
  if (item.status === 'checking') {
    const { framesDone, framesTotal } = item.progress ?? { framesDone: 0, framesTotal: 0 };
    return {
      shape: 'checking',
      line: framesTotal === 0 ? 'Opening' : `Checking, frame ${framesDone} of ${framesTotal}`,
    };
  }
  const verdict = item.outcome && verdictOf(item.outcome);
  // The common words advise to let the video play, which is no help with a file.
  if (!verdict || (verdict.kind === 'notChecked' && verdict.reason === 'noFrames')) {
    return {
      shape: 'notChecked',
      line: `${VERDICT_WORDS.notChecked} (the file holds no frame that could be read)`,
    };
  }
  return {
    shape: verdict.kind,
    line: verdictLine(verdict),
    meaning: meaningOf(verdict.kind, item.outcome?.state?.precisionWhereRare),
  };
}
