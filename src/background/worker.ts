import browser from 'webextension-polyfill';
import type { PageSettings } from '../messages/schemas.ts';
import { serve } from '../messages/serve.ts';
import { takePendingGrant } from '../settings/pending-grant.ts';
import { LateError } from '../messages/timers.ts';
import { NoReceiverError } from '../messages/wire.ts';
import { closeStorage } from '../platform/storage.ts';
import { pageSettingsOf } from '../settings/page-settings.ts';
import { watchSettings } from '../settings/store.ts';
import { checkTab, retryVideo } from './check.ts';
import { checkByShortcut } from './commands.ts';
import { renewEngineSettings } from './engine-settings.ts';
import { expireLearned } from './expiry.ts';
import { knownFrames, tellFrames } from './frames.ts';
import { handlers } from './handlers.ts';
import { allEntries } from './ledger.ts';
import { createMenus, menuClicked } from './menus.ts';
import { forgetClosedTabs, forgetLeftPages, forgetRemovedFrames, forgetTab } from './navigation.ts';
import { injectIntoOpenTabs, setSite, switchOffWithoutAccess, synchroniseSites, tellSites } from './sites.ts';
import { listSites, watchSites } from '../settings/sites.ts';
import { showTab } from './toolbar.ts';
import { welcome } from './welcome.ts';

/**
 * The service worker. The browser stops it after half a minute without work and starts it for the next event, so every
 * listener is added here, at once, and nothing that matters is kept in variables.
 */

/** Events have nobody to hand an error to: it goes to the extension's error list, with what was being done. */
function reportError(doing: string): (error: unknown) => void {
  return (error) => console.error(`FakeFilter: ${doing} failed:`, error);
}

async function start(): Promise<void> {
  const tabs = browser.tabs.query({});
  // Side by side, so that one failing leaves the others done.
  await Promise.all([
    createMenus(),
    switchOffWithoutAccess().then(synchroniseSites),
    tabs.then((open) => forgetClosedTabs(new Set(open.flatMap((tab) => tab.id ?? [])))),
  ]);
}

/** An update leaves the scripts of the former version in open pages, cut off; they are replaced. */
async function renewOpenPages(): Promise<void> {
  for (const { origin, site } of await listSites()) {
    if (site.check) await injectIntoOpenTabs(origin);
  }
}

async function permissionsAdded(): Promise<void> {
  const wish = await takePendingGrant();
  if (wish?.kind === 'checkSite') await setSite(wish.origin, true);
  if (wish?.kind === 'checkTab') await checkTab(wish.tabId);
  if (wish?.kind === 'retry') {
    for (const { frameId, video } of wish.videos) {
      try {
        await retryVideo(wish.tabId, frameId, video);
      } catch (error) {
        // The page was left before the question was answered, or does not answer; the popup offers to try again.
        if (!(error instanceof NoReceiverError || error instanceof LateError)) throw error;
      }
    }
  }
}

/**
 * A frame that a page removes wakes the worker with its last word, which is lost with the frame before it is heard. Which tab
 * it was in is not known: pages behind others remove frames, too, and the user may go to another tab just then.
 */
async function lookForRemovedFrames(): Promise<void> {
  const tabs = new Set((await allEntries()).map(({ tabId }) => tabId));
  await Promise.all([...tabs].map(forgetRemovedFrames));
}

async function tabUpdated(tabId: number): Promise<void> {
  // The browser resets a tab's button when it loads a page; tabs we have nothing on are left alone.
  if ((await forgetLeftPages(tabId)) !== 'nothing') await showTab(tabId);
}

closeStorage().catch(reportError('closing the storage to content scripts'));
/** Those of pages in the browser's cache ask when they come back. */
async function tellAllFrames(settings: PageSettings): Promise<void> {
  await tellFrames(await knownFrames(), 'content.settingsChanged', { settings });
}

serve('background', handlers);
lookForRemovedFrames().catch(reportError('looking for frames that are gone'));

browser.runtime.onInstalled.addListener((details) => {
  start().then(renewOpenPages).catch(reportError('setting up'));
  welcome(details).catch(reportError('opening the first page'));
});
browser.runtime.onStartup.addListener(() => {
  start().catch(reportError('starting'));
});
browser.contextMenus.onClicked.addListener((info, tab) => {
  menuClicked(info, tab).catch(reportError('the context menu'));
});
browser.commands.onCommand.addListener((name, tab) => {
  checkByShortcut(name, tab).catch(reportError('the keyboard command'));
});
browser.permissions.onAdded.addListener(() => {
  permissionsAdded().catch(reportError('using a new permission'));
});
browser.permissions.onRemoved.addListener(() => {
  switchOffWithoutAccess().catch(reportError('giving up a permission'));
});
browser.tabs.onRemoved.addListener((tabId) => {
  forgetTab(tabId).catch(reportError('forgetting a closed tab'));
});
browser.tabs.onUpdated.addListener((tabId, change) => {
  if (!change.status) return;
  tabUpdated(tabId).catch(reportError('following a tab'));
  expire();
});
// At every start of the worker, and while it stays up, whenever a page is loaded.
const expire = () => void expireLearned().catch(reportError('deleting what was gathered long ago'));
expire();
const renew = () => void renewEngineSettings().catch(reportError('configuring the detector'));
watchSettings((settings) => {
  renew();
  const told = tellAllFrames(pageSettingsOf(settings)).then(tellSites);
  told.catch(reportError('telling pages of changed settings'));
});
// Which sites may be learned from is among the engine's settings; a permission taken away turns their switches too.
watchSites(renew);
