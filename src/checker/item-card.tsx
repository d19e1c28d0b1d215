import { Evidence } from '../ui/evidence.tsx';
import { duration } from '../ui/format.ts';
import { VerdictIcon } from '../ui/verdict-icon.tsx';
import { itemWords } from './item-words.ts';
import type { Item } from './run.ts';

/** One picked file: its picture, its progress, and what was found. */
export function ItemCard({ item }: { item: Item }) {
  const words = itemWords(item);
  const headingId = `file-${item.index}`;
  const state = item.outcome?.state;
  return (
    <li class="card">
      <div class="card-head">
        {item.progress?.poster ? (
          <img class="poster" src={item.progress.poster} alt="" />
        ) : (
          <span class="poster no-picture" aria-hidden="true" />
        )}
        <div>
          <h3 id={headingId} dir="auto">
            {item.name}
          </h3>
          <p class="verdict">
            <VerdictIcon name={words.shape} />
            <span>{words.line}</span>
          </p>
        </div>
      </div>
      {item.status === 'checking' && (
        <progress
          max={item.progress?.framesTotal ?? 1}
          value={item.progress?.framesDone ?? 0}
          aria-labelledby={headingId}
        />
      )}
      {state && <Evidence state={state} />}
      {item.outcome && item.outcome.ms > 0 && <p class="quiet">Took {duration(item.outcome.ms)}.</p>}
    </li>
  );
}
