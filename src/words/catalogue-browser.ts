/** The browser holds the texts of its language, and English ones where there are none (`_locales`, made by `build/locales.ts`). */
export function messageOf(key: string): string {
  try {
    return chrome.i18n.getMessage(key);
  } catch (error) {
    // The extension was reloaded, and this content script belongs to the former one.
    console.debug('FakeFilter: a text could not be looked up:', error);
    return '';
  }
}
