import { text } from '../../words/text.ts';
import type { CheckRecord } from './record.ts';
import { reportName } from './report/file-name.ts';
import { reportHtml } from './report/report-html.ts';
import { reportJson } from './report/report-json.ts';
import { summaryText } from './report/report-words.ts';
import { saveFile } from '../shared/save-file.ts';

/** What can be taken away from a result: a report for people, one for programs, a few lines for a message. */
export function RecordActions(props: {
  record: CheckRecord;
  /** The hash of its file is still awaited. */
  inspecting: boolean;
  say: (text: string) => void;
}) {
  const { record, inspecting, say } = props;
  const { name } = record;

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(summaryText(record));
      say(text('check_copied'));
    } catch (error) {
      console.warn('FakeFilter: the summary was not copied:', error);
      say(text('check_notCopied'));
    }
  }

  return (
    <>
      <button
        type="button"
        disabled={inspecting}
        aria-label={text('check_saveReportOf', { name })}
        onClick={() => saveFile(reportName(name, 'html'), 'text/html', reportHtml(record))}
      >
        {text('check_saveReport')}
      </button>
      <button
        type="button"
        disabled={inspecting}
        aria-label={text('check_saveDataOf', { name })}
        onClick={() => saveFile(reportName(name, 'json'), 'application/json', reportJson(record))}
      >
        {text('check_saveData')}
      </button>
      <button type="button" aria-label={text('check_copySummaryOf', { name })} onClick={() => void copy()}>
        {text('check_copySummary')}
      </button>
    </>
  );
}
