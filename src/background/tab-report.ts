import browser, { type Tabs } from 'webextension-polyfill';
import type { TabReport } from '../messages/schemas.ts';
import { originOf } from '../settings/origins.ts';
import { readSite } from '../settings/sites.ts';
import { readSettings } from '../settings/store.ts';
import { knownFrames } from './frames.ts';
import { videosOf } from './ledger.ts';
import { hasAccess } from './sites.ts';

/** Hosts on which browsers let no extension run. */
const CLOSED_HOSTS = ['chromewebstore.google.com', 'chrome.google.com', 'addons.mozilla.org'];

/** What the popup shows of a tab. */
export async function tabReport(tabId: number): Promise<TabReport> {
  const videos = await videosOf(tabId);
  const tab = await browser.tabs.get(tabId);
  const origin = await originOfTab(tab);
  if (!origin || CLOSED_HOSTS.includes(new URL(origin).hostname)) {
    return {
      origin: '',
      access: 'unsupported',
      page: origin ? 'store' : pageOf(tab.url),
      check: false,
      paused: false,
      adapt: false,
      private: tab.incognito,
      videos,
    };
  }
  const granted = await hasAccess(origin);
  const site = await readSite(origin);
  return {
    origin,
    access: granted ? 'granted' : 'none',
    page: 'web',
    check: granted && site.check,
    paused: !(await readSettings()).automatic,
    adapt: granted && site.adapt,
    private: tab.incognito,
    videos,
  };
}

/** A tab's address is told where we have access, or were called upon; else our script in the page, if any, told its own. */
async function originOfTab(tab: Tabs.Tab): Promise<string | null> {
  if (tab.url !== undefined) return originOf(tab.url);
  const page = (await knownFrames()).find((frame) => frame.tabId === tab.id && frame.frameId === 0);
  return page ? originOf(page.origin) : null;
}

/** The kind of a page that has no web address. */
function pageOf(url: string | undefined): 'browser' | 'file' | 'own' {
  if (url?.startsWith('file:')) return 'file';
  return url?.startsWith(browser.runtime.getURL('')) ? 'own' : 'browser';
}
