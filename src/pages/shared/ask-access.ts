import browser from 'webextension-polyfill';
import { dropPendingGrant, notePendingGrant, type PendingGrant } from '../../settings/pending-grant.ts';

/**
 * Asks the user to allow some hosts. Must be called straight from a click: the browser ignores the question otherwise.
 * The wish is noted first, since the question may close the popup before it is answered.
 * @param patterns match patterns, `https://example.com/*`.
 * @returns whether access is there now.
 */
export async function askAccess(patterns: string[], wish: PendingGrant['wish']): Promise<boolean> {
  const noted = notePendingGrant(patterns, wish);
  // Not awaited before the question: the click would no longer count.
  const granted = await browser.permissions.request({ origins: patterns });
  await noted;
  await dropPendingGrant();
  return granted;
}
