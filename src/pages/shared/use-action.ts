import { useState } from 'preact/hooks';
import { errorWords } from './error-words.ts';

/** Does one thing at a time, says what came of it, and then has the page look again. */
export function useAction(
  say: (text: string) => void,
  refresh: () => void = () => undefined,
): { busy: boolean; act: (doing: () => Promise<string>) => void } {
  const [busy, setBusy] = useState(false);

  async function run(doing: () => Promise<string>): Promise<void> {
    setBusy(true);
    try {
      say(await doing());
    } catch (error) {
      console.error('FakeFilter: what was asked for could not be done:', error);
      say(errorWords(error));
    } finally {
      setBusy(false);
      refresh();
    }
  }

  return { busy, act: (doing) => void run(doing) };
}
