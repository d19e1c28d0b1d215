import { text } from '../../words/text.ts';
import { useCallback, useEffect, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import type { HistoryRecord } from '../../history/record.ts';
import { deleteRecords, listRecords } from '../../history/store.ts';
import { ConfirmButton } from '../shared/confirm-button.tsx';
import { errorWords } from '../shared/error-words.ts';
import type { Loaded } from '../shared/loaded.ts';
import { Switch } from '../shared/switch.tsx';
import { useAction } from '../shared/use-action.ts';
import { useSettings } from '../shared/use-settings.ts';
import { FilterForm } from './filter-form.tsx';
import { EVERYTHING, filtered, sitesOf } from './filter.ts';
import { emptyWords, historyHint, shownLine } from './history-words.ts';
import { RecordCard } from './record-card.tsx';

/** So many are drawn at once. */
const PAGE = 100;

/** The page of all videos that were checked while the user wanted a history. */
export function History() {
  const [said, say] = useState('');
  const [records, setRecords] = useState<Loaded<HistoryRecord[]>>({ status: 'loading' });
  const [filter, setFilter] = useState(EVERYTHING);
  const [most, setMost] = useState(PAGE);
  const { settings, change } = useSettings(say);

  const load = useCallback(() => {
    listRecords().then(
      (value) => setRecords({ status: 'loaded', value }),
      (error: unknown) => {
        console.error('FakeFilter: the history could not be read:', error);
        setRecords({ status: 'failed', why: errorWords(error) });
      },
    );
  }, []);
  useEffect(() => {
    load();
    // Videos are checked while this page stands in another tab.
    document.addEventListener('visibilitychange', load);
    return () => document.removeEventListener('visibilitychange', load);
  }, [load]);
  const { busy, act } = useAction(say, load);

  const all = records.status === 'loaded' ? records.value : [];
  const shown = filtered(all, filter);
  return (
    <>
      <header>
        <img src="/icons/icon-48.png" width={32} height={32} alt="" />
        <h1>{text('history_title')}</h1>
      </header>
      <main>
        <p class="said" role="status">
          {said}
        </p>
        {settings && (
          <section aria-label={text('history_keep')}>
            <Switch
              on={settings.history}
              onTurn={(history) => change({ history })}
              describedBy="history-hint"
            >
              {text('history_keep')}
            </Switch>
            <p id="history-hint" class="quiet">
              {historyHint()}
            </p>
          </section>
        )}
        <section aria-labelledby="records-heading">
          <h2 id="records-heading">{text('history_list')}</h2>
          {records.status === 'failed' && <p class="warning">{records.why}</p>}
          {all.length > 0 && <FilterForm filter={filter} sites={sitesOf(all)} onChange={setFilter} />}
          {records.status === 'loaded' && shown.length === 0 && (
            <p>{emptyWords(all.length, settings?.history ?? false)}</p>
          )}
          {shown.length > 0 && (
            <>
              <p class="quiet">{shownLine(shown.length, all.length)}</p>
              <ul class="cards">
                {shown.slice(0, most).map((record) => (
                  <RecordCard
                    key={record.id}
                    record={record}
                    busy={busy}
                    onDelete={() =>
                      act(async () => {
                        await deleteRecords(({ id }) => id === record.id);
                        return text('history_recordDeleted');
                      })
                    }
                  />
                ))}
              </ul>
            </>
          )}
          {shown.length > most && (
            <button type="button" onClick={() => setMost(most + PAGE)}>
              {text('history_more')}
            </button>
          )}
          {all.length > 0 && (
            <ConfirmButton
              question={text('history_deleteQuestion')}
              answer={text('history_delete')}
              disabled={busy}
              onConfirm={() =>
                act(async () => {
                  await deleteRecords(() => true);
                  return text('history_deleted');
                })
              }
            >
              {text('history_deleteAll')}
            </ConfirmButton>
          )}
        </section>
      </main>
      <footer>
        <nav aria-label={text('page_otherPages')}>
          <a href={browser.runtime.getURL('src/pages/check-files/index.html')}>{text('page_checkFiles')}</a>
          <a href={browser.runtime.getURL('src/pages/options/index.html')}>{text('page_settings')}</a>
        </nav>
      </footer>
    </>
  );
}
