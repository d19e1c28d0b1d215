import type { Item } from './item.ts';
import type { CheckRecord } from './record.ts';
import { fileProgress, fileResult, type FileResult, type Results } from './results.ts';

/** Writes the results of what was picked since the page was opened where programs read them. */
export class Publisher {
  readonly #withRecords: boolean;
  readonly #results: FileResult[] = [];
  readonly #told = new Set<number>();
  #total = 0;

  /** @param withRecords also each whole record, once it is complete. */
  constructor(withRecords: boolean) {
    this.#withRecords = withRecords;
  }

  tell(items: readonly Item[], changed: Item | null): void {
    this.#total = Math.max(this.#total, ...items.map(({ index }) => (index ?? -1) + 1));
    if (changed?.record && changed.index !== null) this.#tellResult(changed.index, changed.record);
    if (changed?.record && changed.index !== null && !changed.inspecting) {
      if (this.#withRecords) writeRecord(changed.index, changed.record);
    }
    const running = changed?.status === 'checking' && changed.progress ? changed : null;
    write({
      format: 1,
      total: this.#total,
      finished: this.#results.length === this.#total && this.#total > 0,
      results: this.#results,
      ...(running?.progress &&
        running.index !== null && {
          progress: { index: running.index, ...fileProgress(running.progress) },
        }),
    });
  }

  #tellResult(index: number, record: CheckRecord): void {
    if (this.#told.has(index)) return;
    this.#told.add(index);
    this.#results.push(fileResult(index, record.name, record));
  }
}

function write(results: Results): void {
  const place = document.getElementById('results');
  if (!place) throw new Error('The page has no element "results"');
  place.textContent = JSON.stringify(results);
}

/** As `<script type="application/json" class="record" data-index="…">`. */
function writeRecord(index: number, record: CheckRecord): void {
  const place = document.createElement('script');
  place.type = 'application/json';
  place.className = 'record';
  place.dataset.index = String(index);
  place.textContent = JSON.stringify(record);
  document.body.append(place);
}
