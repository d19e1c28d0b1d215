import { verdictOf } from '../messages/report.ts';
import { CardHead } from '../ui/card-head.tsx';
import { Evidence } from '../ui/evidence.tsx';
import { duration } from '../ui/format.ts';
import { itemWords } from './item-words.ts';
import type { Item } from './run.ts';

/** One picked file: its picture, its progress, and what was found. */
export function ItemCard({ item }: { item: Item }) {
  const words = itemWords(item);
  const headingId = `file-${item.index}`;
  const state = item.outcome?.state;
  return (
    <li class="card">
      <CardHead picture={item.progress?.poster} headingId={headingId} name={item.name} words={words} />
      {item.status === 'checking' && (
        <progress
          max={item.progress?.framesTotal ?? 1}
          value={item.progress?.framesDone ?? 0}
          aria-labelledby={headingId}
        />
      )}
      {words.meaning && <p class="quiet">{words.meaning}</p>}
      {state && <Evidence state={state} verdict={item.outcome && verdictOf(item.outcome)} />}
      {item.outcome && item.outcome.ms > 0 && <p class="quiet">Took {duration(item.outcome.ms)}.</p>}
    </li>
  );
}
