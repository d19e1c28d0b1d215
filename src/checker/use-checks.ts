import { useEffect, useRef, useState } from 'preact/hooks';
import { fileResult, type FileResult } from './results.ts';
import { publish } from './publish.ts';
import { runChecks, type Item } from './run.ts';

/** The files of the last pick and how far they are; a new pick stops the one before. */
export function useChecks(frames: number): {
  items: Item[];
  running: boolean;
  check: (files: readonly File[]) => void;
  cancel: () => void;
} {
  const [items, setItems] = useState<Item[]>([]);
  const [running, setRunning] = useState(false);
  const current = useRef<AbortController | null>(null);

  useEffect(() => () => current.current?.abort(), []);

  function check(files: readonly File[]): void {
    current.current?.abort();
    const run = new AbortController();
    current.current = run;
    const results: FileResult[] = [];
    const isCurrent = () => current.current === run;

    setItems(
      files.map((file, index) => ({
        index,
        name: file.name,
        status: 'waiting',
        progress: null,
        outcome: null,
      })),
    );
    setRunning(true);
    publish({ format: 1, total: files.length, finished: false, results });

    void runChecks(files, frames, run.signal, (item) => {
      if (!isCurrent()) return;
      setItems((before) => before.map((other) => (other.index === item.index ? item : other)));
      if (item.outcome) {
        results.push(fileResult(item.index, item.name, item.outcome));
        publish({ format: 1, total: files.length, finished: results.length === files.length, results });
      }
    }).finally(() => {
      if (isCurrent()) setRunning(false);
    });
  }

  return { items, running, check, cancel: () => current.current?.abort() };
}
