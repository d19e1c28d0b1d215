import browser from 'webextension-polyfill';
import contentScript from '../content/main.ts?iife';

/** Path of the content script inside the extension. */
export const CONTENT_SCRIPT = contentScript.replace(/^\//, '');

/**
 * Runs the content script in a frame, or in all frames of a tab that the extension may touch. The script does nothing
 * the second time it runs in a page.
 * @returns the ids of the frames it ran in.
 * @throws Error in the browser's words where it may not run: restricted pages, no access.
 */
export async function inject(tabId: number, frameId: number | 'all'): Promise<number[]> {
  const results = await browser.scripting.executeScript({
    target: frameId === 'all' ? { tabId, allFrames: true } : { tabId, frameIds: [frameId] },
    files: [CONTENT_SCRIPT],
  });
  return results.map((result) => result.frameId);
}
