import { IS_FIREFOX } from './browser.ts';

/**
 * Closes all storage to content scripts: they share their process with a page, and a page that breaks out of its bounds must not read
 * which sites are checked, nor write what the user wants. They are told what they need.
 * Firefox has no such switch: there `local` stays open to them and `session` is closed from the start.
 */
export async function closeStorage(): Promise<void> {
  if (IS_FIREFOX) return;
  for (const area of [chrome.storage.local, chrome.storage.session]) {
    await area.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' });
  }
}
