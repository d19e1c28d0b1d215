import type { Page } from 'playwright-core';
import { catalogues } from '../../../build/locales.ts';

/**
 * Has the extension's pages speak a language, whatever the browser's own is, from the next one that this tab opens on.
 * @param name of the catalogue, such as `pt_BR`.
 */
export async function speak(page: Page, name: string): Promise<void> {
  const texts = (await catalogues()).get(name);
  if (!texts) throw new Error(`There is no catalogue ${name}`);
  await page.addInitScript((messages: Readonly<Record<string, string>>) => {
    chrome.i18n.getMessage = (key: string) => messages[key] ?? '';
  }, texts);
}
