import { text } from '../../words/text.ts';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { CardHead } from '../shared/card-head.tsx';
import type { GivenReference } from './comparing/compare-media.ts';
import { ComparisonForm } from './comparing/comparison-form.tsx';
import { ComparisonView } from './comparing/comparison-view.tsx';
import { outcomeWords } from './comparing/comparison-words.ts';
import { isComparable } from '../../verdict/comparison/compare.ts';
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
  /** To hold it against genuine videos of the same person. */
  genuine: {
    /** Results that can be taken for genuine. */
    others: readonly Item[];
    /** It was opened for that. */
    asked: boolean;
    onCompare: (references: readonly GivenReference[]) => void;
    onCancel: () => void;
  };
  say: (text: string) => void;
}) {
  const { item, unfolded, onCancel, onRemove, compare, genuine, say } = props;
  const words = itemWords(item);
  const headingId = `item-${item.id}`;
  const [open, setOpen] = useState<boolean | null>(null);
  const isOpen = open ?? unfolded;
  const { record, progress } = item;
  const [takesGenuine, setTakesGenuine] = useState(genuine.asked);
  const comparison = record?.comparison;
  const known = useRef(comparison);
  const form = useRef<HTMLDivElement>(null);
  const result = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    if (comparison && comparison !== known.current) {
      // Who waits at the form is led to the result, above.
      const { activeElement, body } = document;
      if (activeElement === body || form.current?.contains(activeElement)) result.current?.focus();
      setTakesGenuine(false);
      say(outcomeWords(comparison));
    }
    known.current = comparison;
  }, [comparison]);
  // Without its file none of its frames can be looked at again.
  const canCompare = item.medium !== null && record?.state?.faces.some(isComparable) === true;
  const formId = `genuine-form-${item.id}`;
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
      {comparison && <ComparisonView comparison={comparison} id={item.id} heading={result} />}
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
        {canCompare && (
          <button
            type="button"
            disabled={item.inspecting}
            aria-expanded={takesGenuine}
            aria-controls={takesGenuine ? formId : undefined}
            aria-label={text('verdict_partAndReason', { part: text('compare_open'), reason: item.name })}
            onClick={() => setTakesGenuine(!takesGenuine)}
          >
            {text('compare_open')}
          </button>
        )}
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
      {canCompare && takesGenuine && (
        <div id={formId} ref={form}>
          <ComparisonForm
            item={item}
            others={genuine.others}
            onCompare={genuine.onCompare}
            onCancel={genuine.onCancel}
          />
        </div>
      )}
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
