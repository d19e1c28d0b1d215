import { FilePicker } from './file-picker.tsx';
import { ItemCard } from './item-card.tsx';
import { framesWanted } from './sample-times.ts';
import { summary } from './summary.ts';
import { useChecks } from './use-checks.ts';

/** The page "Check files": videos and images on this computer, judged as those on pages are. */
export function Checker({ query }: { query: string }) {
  const { items, running, check, cancel } = useChecks(framesWanted(query));
  const done = items.filter((item) => item.status === 'done').length;

  function pick(files: File[]): void {
    if (files.length > 0) check(files);
  }

  return (
    <>
      <header>
        <img src="/icons/icon-48.png" width={32} height={32} alt="" />
        <h1>Check files</h1>
      </header>
      <main>
        <FilePicker onPick={pick} />
        {items.length > 0 && (
          <section aria-labelledby="results-heading">
            <h2 id="results-heading">Results</h2>
            <div class="overall">
              <p role="status">{running && done < items.length ? '' : summary(items)}</p>
              {running && (
                <>
                  <label for="overall">{summary(items)}</label>
                  <progress id="overall" max={items.length} value={done} />
                  <button type="button" onClick={cancel}>
                    Cancel
                  </button>
                </>
              )}
            </div>
            <ul class="cards">
              {items.map((item) => (
                <ItemCard key={item.index} item={item} />
              ))}
            </ul>
          </section>
        )}
      </main>
    </>
  );
}
