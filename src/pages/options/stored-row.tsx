import { useCallback, useEffect, useState } from 'preact/hooks';
import { plural, text } from '../../words/text.ts';
import { ConfirmButton } from '../shared/confirm-button.tsx';
import { errorWords } from '../shared/error-words.ts';
import { size } from '../shared/format.ts';
import type { Loaded } from '../shared/loaded.ts';
import { useAction } from '../shared/use-action.ts';
import type { Stored } from './stored.ts';

/** One kind of what is kept: how much there is, with buttons that save and delete it. */
export function StoredRow({ stored, say }: { stored: Stored; say: (text: string) => void }) {
  const [amount, setAmount] = useState<Loaded<{ entries: number; bytes: number }>>({ status: 'loading' });
  const count = useCallback(() => {
    stored.count().then(
      (value) => setAmount({ status: 'loaded', value }),
      (error: unknown) => {
        console.error('FakeFilter: what is kept could not be counted:', error);
        setAmount({ status: 'failed', why: errorWords(error) });
      },
    );
  }, [stored]);
  useEffect(count, [count]);
  const { busy, act } = useAction(say, count);
  const { name, page, save, note, remove } = stored;
  const empty = amount.status === 'loaded' && amount.value.entries === 0;

  return (
    <li class="card site">
      <h3>
        <a href={page}>{name}</a>
      </h3>
      {amount.status === 'loading' && <p class="quiet">{text('page_loading')}</p>}
      {amount.status === 'failed' && <p class="warning">{amount.why}</p>}
      {amount.status === 'loaded' && (
        <p class="quiet">
          {empty
            ? text('data_nothing')
            : plural('data_amount', amount.value.entries, { size: size(amount.value.bytes) })}
        </p>
      )}
      {!empty && note !== undefined && amount.status !== 'loading' && <p class="quiet wide">{note}</p>}
      {!empty && amount.status !== 'loading' && (
        <div class="actions">
          <button
            type="button"
            disabled={busy}
            onClick={() =>
              act(async () => {
                await save();
                return text('data_exported', { name });
              })
            }
          >
            {text('data_export', { name })}
          </button>
          <ConfirmButton
            question={text('data_deleteQuestion', { name })}
            answer={text('history_delete')}
            disabled={busy}
            onConfirm={() =>
              act(async () => {
                await remove();
                return text('data_deleted', { name });
              })
            }
          >
            {text('data_delete', { name })}
          </ConfirmButton>
        </div>
      )}
    </li>
  );
}
