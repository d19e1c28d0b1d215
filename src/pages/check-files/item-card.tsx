import { text } from '../../words/text.ts';
import { useState } from 'preact/hooks';
import { CardHead } from '../shared/card-head.tsx';
import { CredentialsView } from './credentials/credentials-view.tsx';
import type { Item } from './item.ts';
import { itemWords } from './item-words.ts';
import { RecordActions } from './record-actions.tsx';
import { ResultView } from './result-view.tsx';
import { timeLeft, timeLeftWords } from './time-left.ts';

/** One file or address: its picture, its progress, and what was found. */
export function ItemCard(props: {
  item: Item;
  /** Whether its evidence is unfolded to begin with. */
  unfolded: boolean;
  onCancel: () => void;
  onRemove: () => void;
  /** Whether it is chosen to be seen beside others; null where there is nothing to compare. */
  compare: { chosen: boolean; full: boolean; onToggle: () => void } | null;
  say: (text: string) => void;
}) {
  const { item, unfolded, onCancel, onRemove, compare, say } = props;
  const words = itemWords(item);
  const headingId = `item-${item.id}`;
  const [open, setOpen] = useState<boolean | null>(null);
  const isOpen = open ?? unfolded;
  const { record, progress } = item;
  return (
    <li class="card item" aria-labelledby={headingId}>
      <CardHead
        picture={record?.poster ?? progress?.poster}
        headingId={headingId}
        name={item.name}
        words={words}
      />
      {item.status === 'checking' && (
        <>
          <progress
            max={progress?.framesTotal ?? 1}
            value={progress?.framesDone ?? 0}
            aria-labelledby={headingId}
          />
          <p class="quiet">{leftOf(item)}</p>
        </>
      )}
      {words.meaning && <p class="quiet">{words.meaning}</p>}
      {record?.state && (
        <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
          <summary>{text('check_facesAndFrames')}</summary>
          {isOpen && (
            <div class="evidence">
              <ResultView record={record} medium={item.medium} />
            </div>
          )}
        </details>
      )}
      {record?.credentials && <CredentialsView credentials={record.credentials} />}
      <div class="actions">
        {record && <RecordActions record={record} inspecting={item.inspecting} say={say} />}
        {compare && (
          <button
            type="button"
            class="filter"
            aria-pressed={compare.chosen}
            disabled={compare.full && !compare.chosen}
            aria-label={text('check_compareOf', { name: item.name })}
            onClick={compare.onToggle}
          >
            {text('check_compare')}
          </button>
        )}
        {item.status === 'done' ? (
          <button type="button" onClick={onRemove} aria-label={text('check_removeOf', { name: item.name })}>
            {text('check_remove')}
          </button>
        ) : (
          <button type="button" onClick={onCancel} aria-label={text('check_cancelOf', { name: item.name })}>
            {text('check_cancel')}
          </button>
        )}
      </div>
    </li>
  );
}

function leftOf({ progress, startedAt }: Item): string {
  if (!progress || startedAt === null || progress.phase === 'looking') return '';
  const left = timeLeft(
    performance.now() - startedAt,
    progress.framesDone / Math.max(1, progress.framesTotal),
  );
  return left === null ? '' : timeLeftWords(left);
}
