import { listed, plural, text } from '../../../words/text.ts';
import { scoreOf } from '../../../verdict/numbers.ts';
import { framesWords, notLookedFor, SHORT_VERDICT_WORDS, VERDICT_WORDS } from '../../../verdict/words.ts';
import { duration, size, utcMoment } from '../../shared/format.ts';
import type { VideoState } from '../../../verdict/types.ts';
import { recordWords } from '../item-words.ts';
import { comparisonLines } from '../comparing/comparison-words.ts';
import { verdictIn } from '../item.ts';
import type { CheckRecord } from '../record.ts';

/** What a report says besides the verdict's own words. */

/** What no verdict proves; stands in every report. */
export function notProven(): string[] {
  return [
    text('proof_hint'),
    text('proof_noSign', { noSign: SHORT_VERDICT_WORDS.noSign }),
    text('proof_manipulated', { manipulated: VERDICT_WORDS.manipulated }),
    notLookedFor(),
  ];
}

export function lengthWords({ durationMs, width, height }: CheckRecord): string {
  if (width === 0) return text('report_notOpened');
  // Counts of pixels are written without marks between thousands.
  const pixels = text('report_pixels', { width: String(width), height: String(height) });
  return durationMs > 0 ? listed([duration(durationMs), pixels], 'unit') : pixels;
}

export function sourceWords({ source }: CheckRecord): string {
  return source.kind === 'file' ? text('report_sourceFile', { size: size(source.bytes) }) : source.url;
}

/** What stands where a hash would. */
export function hashWords({ source }: CheckRecord): string {
  if (source.kind === 'address') return text('report_hashOfAddress');
  return source.sha256 ?? text('report_hashUnknown');
}

export function planWords({ framesAsked }: CheckRecord): string {
  return framesAsked === null
    ? text('report_planByContent')
    : text('report_planEven', { frames: plural('frames', framesAsked) });
}

/** The score of the whole, only where a verdict is reached: beside "unclear" it would read as a probability. */
export function scoreWords(record: CheckRecord): string {
  const { kind } = verdictIn(record);
  const probability = record.state?.probability ?? null;
  const reached = kind === 'manipulated' || kind === 'noSign';
  return reached && probability !== null
    ? text('report_score', { score: scoreOf(probability) })
    : text('report_noScore');
}

export function countsWords(state: VideoState): string {
  return text('report_counts', { faces: plural('faces', state.faces.length), frames: framesWords(state) });
}

/** A few lines for a message: what, the verdict, what it rests on, what it does not mean. */
export function summaryText(record: CheckRecord): string {
  const { state, source, comparison } = record;
  const { line, meaning } = recordWords(record);
  const lines = [text('verdict_partAndReason', { part: record.name, reason: line })];
  if (meaning !== undefined) lines.push(meaning);
  if (state) lines.push(countsWords(state));
  if (comparison) lines.push(text('compare_heading'), ...comparisonLines(comparison));
  if (source.kind === 'file' && source.sha256 !== null) lines.push(`SHA-256 ${source.sha256}`);
  if (source.kind === 'address') lines.push(source.url);
  const by = { time: utcMoment(record.checkedAt), version: record.extension };
  const detector = state?.modelVersion;
  lines.push(detector ? text('report_byDetector', { ...by, detector }) : text('report_by', by));
  return lines.join('\n');
}
