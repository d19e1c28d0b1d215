import browser from 'webextension-polyfill';

/** Opens the page with the first steps, once: after the installation, and after no update. */
export async function welcome({ reason }: { reason: string }): Promise<void> {
  if (reason !== 'install' || !OPENS) return;
  await browser.tabs.create({ url: browser.runtime.getURL('src/pages/welcome/index.html') });
}

/** Set by the build (vite.config.ts): those for tests and measurements are installed all the time. */
declare const FAKEFILTER_WELCOMES: boolean | undefined;
const OPENS = typeof FAKEFILTER_WELCOMES === 'undefined' || FAKEFILTER_WELCOMES;
