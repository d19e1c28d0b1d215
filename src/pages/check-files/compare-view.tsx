import { useEffect, useRef } from 'preact/hooks';
import { text } from '../../words/text.ts';
import { CardHead } from '../shared/card-head.tsx';
import type { Item } from './item.ts';
import { itemWords } from './item-words.ts';
import { ResultView } from './result-view.tsx';

/** Results beside each other, over the whole page: each with its verdict, its player and its scores over time. */
export function CompareView({ items, onClose }: { items: readonly Item[]; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    // What plays in the list behind would be heard and not seen.
    for (const video of document.querySelectorAll('video')) video.pause();
    dialog.current?.showModal();
  }, []);
  return (
    <dialog class="compare" ref={dialog} aria-labelledby="compare-heading" onClose={onClose}>
      <div class="compare-head">
        <h2 id="compare-heading">{text('check_sideBySide')}</h2>
        {/* Closed by the browser, which gives the focus back. */}
        <button type="button" onClick={() => dialog.current?.close()}>
          {text('panel_close')}
        </button>
      </div>
      <ul class="compared">
        {items.map((item) => (
          <Compared key={item.id} item={item} />
        ))}
      </ul>
    </dialog>
  );
}

function Compared({ item }: { item: Item }) {
  const { record } = item;
  const words = itemWords(item);
  const headingId = `compared-${item.id}`;
  if (!record) return null;
  return (
    <li class="card" aria-labelledby={headingId}>
      <div class="compared-head">
        <CardHead picture={record.poster} headingId={headingId} name={item.name} words={words} />
        {words.meaning && <p class="quiet">{words.meaning}</p>}
      </div>
      <div class="item">
        <div class="evidence">
          <ResultView record={record} medium={item.medium} />
        </div>
      </div>
    </li>
  );
}
