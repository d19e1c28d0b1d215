import browser, { type Tabs } from 'webextension-polyfill';
import { checkLargest } from './check.ts';
import { nothingFound } from './embeds.ts';
import { answer, openPopup, showUncheckable } from './toolbar.ts';

/** The keyboard command: checks the largest visible video of the tab in front. */
export async function checkByShortcut(name: string, given: Tabs.Tab | undefined): Promise<void> {
  if (name !== 'check-video') return;
  const tab = given ?? (await browser.tabs.query({ active: true, lastFocusedWindow: true }))[0];
  const tabId = tab?.id;
  if (tabId === undefined) return;
  try {
    if (await checkLargest(tabId)) return;
    await answer(tabId, await nothingFound(tabId, 'videoNotFoundOnPage'));
  } catch (error) {
    await showUncheckable(tabId, error);
    await openPopup();
  }
}
