import { launch, type ExtensionBrowser } from '../lib/browser/launch.ts';
import { closedOnAbort } from '../lib/command-line/interrupt.ts';

/** Works with a browser of its own, which is closed afterwards, or by the signal. @throws as `closedOnAbort`. */
export async function withBrowser<T>(
  dist: string,
  signal: AbortSignal,
  work: (browser: ExtensionBrowser) => Promise<T>,
): Promise<T> {
  const browser = await launch({ dist, ownSignals: true });
  const close = (): Promise<void> => browser.close().catch((error: unknown) => console.error(String(error)));
  return closedOnAbort(signal, close, () => work(browser));
}
