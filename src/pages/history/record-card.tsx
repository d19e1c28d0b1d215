import type { HistoryRecord } from '../../history/record.ts';
import { dateTime, plural, text } from '../../words/text.ts';
import { verdictLine, detectorWords } from '../../verdict/words.ts';
import { VerdictIcon } from '../shared/verdict-icon.tsx';

/** One checked video: its verdict, where and when it was seen, and by which detector it was judged. */
export function RecordCard({
  record,
  busy,
  onDelete,
}: {
  record: HistoryRecord;
  busy: boolean;
  onDelete: () => void;
}) {
  const headingId = `record-${record.id}`;
  return (
    <li class="card site">
      <h3 id={headingId}>
        <bdi>{record.label || record.site}</bdi>
      </h3>
      <div>
        <p class="verdict">
          <VerdictIcon name={record.verdict.kind} />
          <span>{verdictLine(record.verdict)}</span>
        </p>
        <p class="quiet">{recordFacts(record)}</p>
        <a class="page-address" href={record.page} target="_blank" rel="noopener noreferrer" dir="ltr">
          {record.page}
        </a>
        {record.modelVersion !== '' && (
          <details>
            <summary>{text('panel_technical')}</summary>
            <p class="quiet">{text('evidence_detector', { version: detectorWords(record) })}</p>
          </details>
        )}
      </div>
      <div class="actions">
        <button type="button" disabled={busy} aria-describedby={headingId} onClick={onDelete}>
          {text('history_delete')}
        </button>
      </div>
    </li>
  );
}

/** "30 Nov 2026, 14:02; 1 face; 16 frames". */
function recordFacts({ at, faces, frames }: HistoryRecord): string {
  return [dateTime(at), plural('faces', faces), plural('frames', frames)].join('; ');
}
