import { text, texts } from '../../words/text.ts';
import type { ShapeName } from '../../verdict/shapes.ts';
import type { UncheckedReason } from '../../verdict/types.ts';
import { VERDICT_WORDS, meaningOf, verdictLine } from '../../verdict/words.ts';
import { verdictIn, type Item } from './item.ts';
import type { CheckRecord } from './record.ts';

/** The mark and the line of a file, and what a verdict on it means. */
export function itemWords(item: Item): VerdictWords {
  if (item.record) return recordWords(item.record);
  if (item.status === 'waiting') return { shape: 'checking', line: text('check_waiting') };
  return { shape: 'checking', line: progressWords(item.progress) };
}

export interface VerdictWords {
  shape: ShapeName;
  line: string;
  /** What the verdict means, and what to do about it. */
  meaning?: string;
}

/** Where the common words advise what is no help with a file or with an address. */
const FILE_WORDS: Partial<Record<UncheckedReason, string>> = texts({ noFrames: 'check_fileNoFrames' });
const ADDRESS_WORDS: Partial<Record<UncheckedReason, string>> = texts({
  noFrames: 'check_addressNoFrames',
  unreadable: 'check_addressUnreadable',
  mediaPermission: 'check_addressElsewhere',
});

function notCheckedLine(reason: string): string {
  return text('verdict_withReason', { verdict: VERDICT_WORDS.notChecked, reason });
}

export function recordWords(record: CheckRecord): VerdictWords {
  const { codec, state } = record;
  if (codec !== undefined) {
    return {
      shape: 'notChecked',
      line: notCheckedLine(text('check_codec', { codec })),
      meaning: conversionWords(codec),
    };
  }
  const verdict = verdictIn(record);
  if (verdict.kind === 'notChecked') {
    const words = (record.source.kind === 'file' ? FILE_WORDS : ADDRESS_WORDS)[verdict.reason];
    if (words !== undefined) return { shape: 'notChecked', line: notCheckedLine(words) };
  }
  return { shape: verdict.kind, line: verdictLine(verdict, state), meaning: meaningOf(verdict, state) };
}

/** How far a check is. */
export function progressWords(progress: Item['progress']): string {
  if (!progress || progress.framesTotal === 0) return text('check_opening');
  const { phase, framesDone, framesTotal } = progress;
  return text(phase === 'looking' ? 'check_looking' : 'check_frame', {
    done: framesDone,
    total: framesTotal,
  });
}

/** How to make a file readable that is coded in a way no browser decodes. */
function conversionWords(codec: string): string {
  return codec.endsWith('pictures')
    ? text('check_convertPicture')
    : text('check_convertVideo', { command: COMMAND });
}

const COMMAND = 'ffmpeg -i FILE -c:v libx264 -crf 8 -an converted.mp4';
