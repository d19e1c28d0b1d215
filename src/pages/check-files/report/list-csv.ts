import { scoreOf } from '../../../verdict/numbers.ts';
import { recordWords } from '../item-words.ts';
import { verdictIn } from '../item.ts';
import type { CheckRecord } from '../record.ts';
import { text } from '../../../words/text.ts';

/** A list of results as RFC 4180 has it, for tables; with the mark by which spreadsheets know UTF-8. */
export function listCsv(records: readonly CheckRecord[]): string {
  const rows = [headings(), ...records.map(cells)].map((row) => row.map(cell).join(','));
  return `\ufeff${rows.join('\r\n')}\r\n`;
}

function headings(): string[] {
  return [
    text('csv_name'),
    text('csv_code'),
    text('history_verdict'),
    text('column_score'),
    text('panel_faces'),
    text('csv_judged'),
    text('csv_seen'),
    text('csv_seconds'),
    'SHA-256',
    text('csv_address'),
    text('csv_moment'),
    text('panel_detector'),
  ];
}

function cells(record: CheckRecord): string[] {
  const { state, source } = record;
  const { kind } = verdictIn(record);
  const reached = kind === 'manipulated' || kind === 'noSign';
  const probability = state?.probability ?? null;
  return [
    record.name,
    kind,
    recordWords(record).line,
    reached && probability !== null ? String(scoreOf(probability)) : '',
    String(state?.faces.length ?? 0),
    String(state?.framesJudged ?? 0),
    String(state?.framesSeen ?? 0),
    (record.durationMs / 1000).toFixed(1),
    source.kind === 'file' ? (source.sha256 ?? '') : '',
    source.kind === 'file' ? '' : source.url,
    new Date(record.checkedAt).toISOString(),
    state?.modelVersion ?? '',
  ];
}

/** Quoted where needed. What a spreadsheet would take for a formula begins with an apostrophe, which it then shows as text. */
function cell(text: string): string {
  const safe = /^\s*[=+\-@|\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
