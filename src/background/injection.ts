import browser from 'webextension-polyfill';
import contentScript from '../content/main.ts?iife';
import { LateError, within } from '../messages/timers.ts';
import { ofBrowser } from '../messages/wire.ts';
import { framesOf } from './frames.ts';

/** Path of the content script inside the extension. */
export const CONTENT_SCRIPT = contentScript.replace(/^\//, '');

/** A frame that is busy, or shows a dialog, keeps a script waiting, in ms. The others of its tab must not wait for it. */
const PATIENCE_MS = 4000;

/**
 * Runs the content script in a frame, or in all frames of a tab that the extension may touch. The script does nothing
 * the second time it runs in a page.
 * @returns the ids of the frames it ran in.
 * @throws CodedError where it may not run: restricted pages, no access; LateError if no frame lets it.
 */
export async function inject(tabId: number, frameId: number | 'all'): Promise<number[]> {
  const running = browser.scripting.executeScript({
    target: frameId === 'all' ? { tabId, allFrames: true } : { tabId, frameIds: [frameId] },
    files: [CONTENT_SCRIPT],
    // Some pages never finish loading.
    injectImmediately: true,
  });
  try {
    const results = await within(PATIENCE_MS, 'The page', running, { code: 'pageBusy' });
    return results.map((result) => result.frameId);
  } catch (error) {
    if (!(error instanceof LateError)) throw ofBrowser(error);
    // The browser tells of all frames at once. Those in which the script came up have introduced themselves.
    const there = (await framesOf(tabId)).map((frame) => frame.frameId);
    const wanted = frameId === 'all' ? there : there.filter((each) => each === frameId);
    if (wanted.length === 0) throw error;
    return wanted;
  }
}
