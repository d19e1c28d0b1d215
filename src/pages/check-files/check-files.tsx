import { text } from '../../words/text.ts';
import { useRef, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { CompareBar } from './compare-bar.tsx';
import { CompareView } from './compare-view.tsx';
import { isComparable, MOST_COMPARED, toggled } from './compared.ts';
import { ItemCard } from './item-card.tsx';
import { listed, type Filter } from './list-order.ts';
import { ListTools } from './list-tools.tsx';
import { Overall } from './overall.tsx';
import { Picker } from './picker.tsx';
import { framePlan } from './sample-times.ts';
import { useSample } from './sample/use-sample.ts';
import { useChecks } from './use-checks.ts';

/** So many results show their evidence by themselves. */
const UNFOLDED = 4;

/** The page "Check files": videos and images on this computer or by their address, judged as those on pages are. */
export function Checker({ query }: { query: string }) {
  const withRecords = new URLSearchParams(query).has('records');
  const checks = useChecks(framePlan(query), withRecords);
  const { items, trouble, add, cancel, cancelAll, remove } = checks;
  // The address of a video on a page, of whose badge somebody wants to compare it; empty where it has none that can be opened.
  const asked = new URLSearchParams(query).get('compare');
  const sampleWords = useSample(query, (files) => add(files.map((file) => ({ kind: 'file', file }))));
  const [filter, setFilter] = useState<Filter>('all');
  const [said, say] = useState('');
  const [wanted, setWanted] = useState<ReadonlySet<string>>(new Set());
  const [comparing, setComparing] = useState(false);
  const shown = listed(items, filter);
  const comparable = items.filter(isComparable);
  // What was removed meanwhile is not compared.
  const compared = listed(comparable, 'all').filter(({ id }) => wanted.has(id));
  const chosen = new Set(compared.map(({ id }) => id));
  const heading = useRef<HTMLHeadingElement>(null);

  // The button that was pressed goes with its card: the focus stays in the list.
  function removeAll(ids: ReadonlySet<string>): void {
    heading.current?.focus();
    remove(ids);
  }

  return (
    <>
      <header>
        <img src="/icons/icon-48.png" width={32} height={32} alt="" />
        <h1>{text('page_checkFiles')}</h1>
      </header>
      <main>
        <Picker onPick={add} asked={asked} />
        {sampleWords !== '' && <p role="status">{sampleWords}</p>}
        {trouble !== '' && <p class="warning">{trouble}</p>}
        {items.length > 0 && (
          <section aria-labelledby="results-heading">
            <h2 id="results-heading" ref={heading} tabIndex={-1}>
              {text('check_results')}
            </h2>
            <Overall items={items} onCancel={cancelAll} />
            <ListTools
              items={items}
              shown={shown}
              filter={filter}
              onFilter={setFilter}
              onRemove={(ids) => {
                removeAll(ids);
                setFilter('all');
              }}
            />
            <p class="quiet">
              {browser.extension.inIncognitoContext ? text('check_private') : text('check_kept')}
            </p>
            <ul class="cards">
              {shown.map((item) => (
                <ItemCard
                  key={item.id}
                  item={item}
                  unfolded={shown.length <= UNFOLDED}
                  onCancel={() => cancel(item.id)}
                  onRemove={() => removeAll(new Set([item.id]))}
                  compare={
                    comparable.length < 2 || !isComparable(item)
                      ? null
                      : {
                          chosen: chosen.has(item.id),
                          full: chosen.size >= MOST_COMPARED,
                          onToggle: () => setWanted(toggled(chosen, item.id)),
                        }
                  }
                  genuine={{
                    others: comparable.filter(
                      ({ id, medium, inspecting }) => id !== item.id && medium && !inspecting,
                    ),
                    asked: item.medium?.kind === 'address' && item.medium.url === asked,
                    onCompare: (references) => checks.compare(item.id, references),
                    onCancel: () => checks.cancelComparison(item.id),
                  }}
                  say={say}
                />
              ))}
            </ul>
            {compared.length > 0 && (
              <CompareBar
                count={compared.length}
                onShow={() => setComparing(true)}
                onClear={() => {
                  heading.current?.focus();
                  setWanted(new Set());
                }}
              />
            )}
          </section>
        )}
        {comparing && compared.length > 1 && (
          <CompareView items={compared} onClose={() => setComparing(false)} />
        )}
        <p class="said floating" role="status">
          {said}
        </p>
      </main>
    </>
  );
}
