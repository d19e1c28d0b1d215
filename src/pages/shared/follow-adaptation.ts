import type { AdaptationState } from '../../messages/adaptation.ts';
import { askEngine } from '../../messages/engine-client.ts';
import { send } from '../../messages/send.ts';
import { NoReceiverError } from '../../messages/wire.ts';
import { errorWords } from './error-words.ts';
import type { Loaded } from './loaded.ts';

const REFRESH_MS = 2000;
/** Failures in a row, after which nothing more is asked until the user tries again. */
const MOST_FAILURES = 3;

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}

/**
 * Tells how the adaptation to a site stands, about every {@link REFRESH_MS} and never two questions at a time.
 * The first question wakes the engine, whose database knows. Later ones do so only in the middle of a round: an engine
 * that went to sleep changes nothing, and a page left open must not keep it up.
 * @param hidden whether the page is out of sight: then nothing is asked.
 */
export async function followAdaptation(
  origin: string,
  tell: (adaptation: Loaded<AdaptationState>) => void,
  signal: AbortSignal,
  hidden: () => boolean,
): Promise<void> {
  const tellIfWanted = (adaptation: Loaded<AdaptationState>) => {
    if (!signal.aborted) tell(adaptation);
  };
  let last: AdaptationState | null = null;
  let failures = 0;
  while (!signal.aborted && failures < MOST_FAILURES) {
    if (!hidden()) {
      const wake: boolean = last === null || last.phase === 'training';
      try {
        last = await (wake ? askEngine : send)('engine.adaptation', { origin });
        failures = 0;
        tellIfWanted({ status: 'loaded', value: last });
      } catch (error) {
        if (wake || !(error instanceof NoReceiverError)) {
          failures++;
          console.error('FakeFilter: the engine did not say how the adaptation stands:', error);
          tellIfWanted({ status: 'failed', why: errorWords(error) });
        }
      }
    }
    await pause(REFRESH_MS, signal);
  }
}
