import browser, { type Tabs } from 'webextension-polyfill';

/**
 * Opens the page "Check files" to compare a video with genuine ones, beside the tab it is in.
 * @param url of the video's file; empty where it has none that can be opened, which the page then says.
 */
export async function openComparison(url: string, from: Tabs.Tab | undefined): Promise<void> {
  const query = new URLSearchParams({ compare: url });
  await browser.tabs.create({
    url: browser.runtime.getURL(`src/pages/check-files/index.html?${query}`),
    ...(from && { index: from.index + 1, windowId: from.windowId }),
  });
}
