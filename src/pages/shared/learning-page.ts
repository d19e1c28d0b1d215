import browser from 'webextension-polyfill';

/** The address of the page "What was learned", of one site or, with null, of all. */
export function learningPage(origin: string | null): string {
  const page = browser.runtime.getURL('src/pages/learned/index.html');
  return origin === null ? page : `${page}?origin=${encodeURIComponent(origin)}`;
}
