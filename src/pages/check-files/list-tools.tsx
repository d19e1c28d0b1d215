import { text } from '../../words/text.ts';
import { VERDICT_KINDS } from '../../verdict/types.ts';
import { VERDICT_WORDS } from '../../verdict/words.ts';
import { ConfirmButton } from '../shared/confirm-button.tsx';
import type { Item } from './item.ts';
import { countByKind, type Filter } from './list-order.ts';
import { listCsv } from './report/list-csv.ts';
import { saveFile } from '../shared/save-file.ts';

/** What is done with the list of results: filtered, saved as a table, cleared. */
export function ListTools(props: {
  items: readonly Item[];
  /** Those that the filter lets through, as they are listed. */
  shown: readonly Item[];
  filter: Filter;
  onFilter: (filter: Filter) => void;
  onRemove: (ids: ReadonlySet<string>) => void;
}) {
  const { items, shown, filter, onFilter, onRemove } = props;
  const counts = countByKind(items);
  const done = shown.filter(({ status }) => status === 'done');
  const records = done.flatMap(({ record }) => record ?? []);
  const filters: { name: Filter; words: string; n: number }[] = [
    { name: 'all', words: text('check_all'), n: items.length },
    ...VERDICT_KINDS.map((kind) => ({ name: kind, words: VERDICT_WORDS[kind], n: counts.get(kind) ?? 0 })),
  ];
  return (
    <div class="list-tools">
      <div class="actions" role="group" aria-label={text('check_filter')}>
        {filters
          .filter(({ name, n }) => n > 0 || name === 'all' || name === filter)
          .map(({ name, words, n }) => (
            <button
              key={name}
              type="button"
              class="filter"
              aria-pressed={filter === name}
              onClick={() => onFilter(name)}
            >
              {words} ({n})
            </button>
          ))}
      </div>
      <div class="actions">
        <button
          type="button"
          disabled={records.length === 0}
          onClick={() => saveFile(csvName(), 'text/csv', listCsv(records))}
        >
          {text('check_saveCsv')}
        </button>
        <ConfirmButton
          question={text(filter === 'all' ? 'check_clearAllQuestion' : 'check_clearTheseQuestion', {
            count: done.length,
          })}
          answer={text('learned_deleteAnswer')}
          disabled={done.length === 0}
          onConfirm={() => onRemove(new Set(done.map(({ id }) => id)))}
        >
          {text(filter === 'all' ? 'check_clearAll' : 'check_clearThese')}
        </ConfirmButton>
      </div>
    </div>
  );
}

function csvName(): string {
  return `fakefilter-${new Date().toISOString().slice(0, 10)}.csv`;
}
