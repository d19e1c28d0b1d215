import browser from 'webextension-polyfill';

/** The tab a popup speaks of: the one named by `?tab=`, for a popup opened as a page, else the one in front of it. */
export async function shownTab(query: string): Promise<number | null> {
  const named = new URLSearchParams(query).get('tab');
  if (named !== null && /^\d+$/.test(named)) return Number(named);
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab?.id ?? null;
}

/** Whether this is the small window at the toolbar, which closes itself when left, or a page in a tab. */
export function isPopup(query: string): boolean {
  return !new URLSearchParams(query).has('tab');
}
