import { after } from '../messages/timers.ts';

/** Changes within {@link WINDOW_MS} that are looked at one by one; a page that goes on like this is looked at as a whole, now and then. */
const MAX_RECORDS = 1000;
const WINDOW_MS = 1000;
/** How long a page that changes faster is left to itself, in ms. */
const PAUSE_MS = 1500;

/**
 * Hears what is put into the page and taken out. Every change that is heard costs its page time, so that a page that changes without end
 * is heard only now and then: `flooded` says that anything may have changed meanwhile.
 */
export class Changes {
  readonly #observer: MutationObserver;
  readonly #signal: AbortSignal;
  #trees: WeakRef<Document | ShadowRoot>[] = [];
  #since = 0;
  #records = 0;
  #paused = false;

  constructor(
    changed: (records: readonly MutationRecord[]) => void,
    flooded: (trees: readonly (Document | ShadowRoot)[]) => void,
    signal: AbortSignal,
  ) {
    this.#signal = signal;
    this.#observer = new MutationObserver((records) => {
      const now = performance.now();
      if (now - this.#since > WINDOW_MS) [this.#since, this.#records] = [now, 0];
      this.#records += records.length;
      if (this.#records > MAX_RECORDS) this.#pause(flooded);
      else changed(records);
    });
    signal.addEventListener('abort', () => this.#observer.disconnect());
  }

  watch(tree: Document | ShadowRoot): void {
    this.#trees.push(new WeakRef(tree));
    if (!this.#paused) this.#observe(tree);
  }

  #observe(tree: Node): void {
    this.#observer.observe(tree, { childList: true, subtree: true });
  }

  #pause(flooded: (trees: readonly (Document | ShadowRoot)[]) => void): void {
    this.#observer.disconnect();
    this.#paused = true;
    after(PAUSE_MS, () => {
      if (this.#signal.aborted) return;
      this.#paused = false;
      this.#records = 0;
      this.#trees = this.#trees.filter((tree) => tree.deref());
      const trees = this.#trees.flatMap((tree) => tree.deref() ?? []);
      for (const tree of trees) this.#observe(tree);
      flooded(trees);
    });
  }
}
