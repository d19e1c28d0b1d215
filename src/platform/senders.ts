import { IS_FIREFOX } from './browser.ts';

/** The page that is the background: made by the bundler for Chromium's service worker, by the browser itself in Firefox. */
const BACKGROUND_PAGE = IS_FIREFOX ? '_generated_background_page.html' : 'service-worker';

/** Whether a page of the extension, by its path in it, is the background. */
export function isBackground(path: string): boolean {
  return path.startsWith(BACKGROUND_PAGE);
}
