import browser, { type Tabs } from 'webextension-polyfill';
import { checkLargest } from './check.ts';
import { showNotice, showUncheckable } from './toolbar.ts';

/** The keyboard command: checks the largest visible video of the tab in front. */
export async function commandGiven(name: string, given: Tabs.Tab | undefined): Promise<void> {
  if (name !== 'check-video') return;
  const tab = given ?? (await browser.tabs.query({ active: true, lastFocusedWindow: true }))[0];
  const tabId = tab?.id;
  if (tabId === undefined) return;
  try {
    if (!(await checkLargest(tabId))) await showNotice(tabId, 'no video was found on this page');
  } catch (error) {
    await showUncheckable(tabId, error);
  }
}
