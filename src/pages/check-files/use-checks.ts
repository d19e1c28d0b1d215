import { useEffect, useRef, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { compareMedia, type GivenReference } from './comparing/compare-media.ts';
import { checkMedium } from './check-medium.ts';
import { inspect } from './inspect.ts';
import type { Item } from './item.ts';
import type { Medium } from './medium.ts';
import { Publisher } from './publish.ts';
import { CheckQueue } from './queue.ts';
import type { FramePlan } from './sample-times.ts';
import { CheckStore } from './store.ts';
import { text } from '../../words/text.ts';

export interface Checks {
  items: readonly Item[];
  /** What went wrong with the results that are kept; empty if nothing did. */
  trouble: string;
  add: (media: readonly Medium[]) => void;
  cancel: (id: string) => void;
  cancelAll: () => void;
  remove: (ids: ReadonlySet<string>) => void;
  compare: (id: string, references: readonly GivenReference[]) => void;
  cancelComparison: (id: string) => void;
}

/** The list of checks: what was kept from before, and what is added now. In private windows nothing is kept. */
export function useChecks(plan: FramePlan, withRecords: boolean): Checks {
  const [items, setItems] = useState<readonly Item[]>([]);
  const [trouble, setTrouble] = useState('');
  const made = useRef<{ queue: CheckQueue; store: CheckStore | null } | null>(null);

  made.current ??= make();

  /** What goes wrong with results that are kept is told, and ends no check. */
  function telling(words: string): (error: unknown) => void {
    return (error) => {
      console.warn('FakeFilter: kept results:', error);
      setTrouble(words);
    };
  }

  function make() {
    let known: readonly Item[] = [];
    // All verdicts were forgotten, on another page; what is being checked goes on.
    const forgotten = (): void =>
      void queue.remove(new Set(known.flatMap(({ id, status }) => (status === 'done' ? [id] : []))));
    const store = browser.extension.inIncognitoContext ? null : new CheckStore(forgotten);
    const publisher = new Publisher(withRecords);
    const queue = new CheckQueue(
      {
        check: checkMedium,
        compare: compareMedia,
        inspect,
        keep: async (record) => {
          await store?.put(record).catch(telling(text('check_notKept')));
        },
        forget: async (ids) => {
          await store?.remove(ids).catch(telling(text('check_notDeleted')));
        },
        extension: browser.runtime.getManifest().version,
      },
      plan,
      (all, changed) => {
        known = all;
        setItems(all);
        publisher.tell(all, changed);
      },
    );
    return { queue, store };
  }

  useEffect(() => {
    const { queue, store } = made.current ?? make();
    store?.all().then((records) => queue.restore(records), telling(text('check_keptNotRead')));
    return () => queue.cancelAll();
  }, []);

  return {
    items,
    trouble,
    add: (media) => made.current?.queue.add(media),
    cancel: (id) => made.current?.queue.cancel(id),
    cancelAll: () => made.current?.queue.cancelAll(),
    remove: (ids) => void made.current?.queue.remove(ids),
    compare: (id, references) => made.current?.queue.compare(id, references),
    cancelComparison: (id) => made.current?.queue.cancelComparison(id),
  };
}
