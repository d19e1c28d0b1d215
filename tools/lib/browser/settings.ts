import { DEFAULT_SETTINGS, SETTINGS_VERSION, type Settings } from '../../../src/settings/schema.ts';
import type { ExtensionBrowser } from './launch.ts';

/** Puts settings where the extension reads them. */
export async function writeSettings(browser: ExtensionBrowser, change: Partial<Settings>): Promise<void> {
  const worker = await browser.worker();
  await worker.evaluate((settings) => chrome.storage.local.set({ settings }), {
    version: SETTINGS_VERSION,
    ...DEFAULT_SETTINGS,
    ...change,
  });
}
