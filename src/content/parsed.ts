import { after } from '../messages/timers.ts';
import { isParsing, listenToPage } from './dom.ts';

/** A page that is still being read after so long, in ms, is looked at as it is: some never end. */
const PATIENCE_MS = 3000;

/**
 * Resolves when the page is parsed. This script comes before anything of the page, so that no element of it can take the names of the
 * browser's own variables before they are there; what it does would only hold the parser up.
 */
export function parsed(signal: AbortSignal): Promise<void> {
  if (!isParsing()) return Promise.resolve();
  return new Promise((resolve) => {
    listenToPage('DOMContentLoaded', () => resolve(), signal);
    after(PATIENCE_MS, resolve);
  });
}
