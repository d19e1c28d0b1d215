import browser from 'webextension-polyfill';
import { AdaptationStore } from '../adaptation/store/store.ts';
import { deleteChecks } from '../kept/checks.ts';
import type { Handlers } from '../messages/serve.ts';
import { senderOrigin } from '../settings/origins.ts';
import { pageSettingsOf } from '../settings/page-settings.ts';
import { readSettings } from '../settings/store.ts';
import { setAdaptation } from './adaptation.ts';
import { capture } from './capture.ts';
import { checkTab, retryVideo } from './check.ts';
import { openComparison } from './comparison.ts';
import { lockedEmbeds } from './embeds.ts';
import { ensureEngine } from './engine-page.ts';
import { engineSettings, renewEngineSettings } from './engine-settings.ts';
import { rememberFrame } from './frames.ts';
import { rememberedPage } from './history.ts';
import { learnedSize } from './learned-size.ts';
import { entryOf, removeEntries } from './ledger.ts';
import { mediaAccess } from './media-access.ts';
import {
  boundFrames,
  forgetAllVerdicts,
  forgetFormerPage,
  forgetPage,
  forgetRemovedFrames,
} from './navigation.ts';
import { allReceived, receive } from './reports.ts';
import { frameOf } from './sender.ts';
import { setSite, siteChecks } from './sites.ts';
import { tabReport } from './tab-report.ts';
import { showTab } from './toolbar.ts';

/** So many frames may come before it is looked how many there are. */
const FRAMES_BETWEEN_LOOKS = 16;
let framesCame = 0;

/** Not waited for: a busy page answers late. */
function boundFramesNowAndThen(): void {
  if (framesCame++ % FRAMES_BETWEEN_LOOKS > 0) return;
  boundFrames().catch((error: unknown) => {
    console.error('FakeFilter: keeping the list of frames short failed:', error);
  });
}

/** What the background answers. Errors go back to the asker as text (see `serve`). */
export const handlers: Handlers<'background'> = {
  'background.engine': () => ensureEngine(),

  'background.engineSettings': () => engineSettings(),

  'background.report': async ({ report }, sender) => {
    const frame = frameOf(sender);
    await receive(report, frame, rememberedPage(sender));
    return { before: (await entryOf(frame, report.key))?.before ?? null };
  },

  'background.remove': async ({ video }, sender) => {
    const { tabId, frameId } = frameOf(sender);
    await allReceived();
    await removeEntries(
      (entry) => entry.tabId === tabId && entry.frameId === frameId && entry.key.video === video,
    );
    await showTab(tabId);
    return {};
  },

  'background.left': async (_, sender) => {
    const page = frameOf(sender);
    await allReceived();
    await forgetPage(page);
    await showTab(page.tabId);
    return {};
  },

  'background.capture': capture,

  'background.mediaAccess': ({ url }, sender) =>
    mediaAccess(url, { ...frameOf(sender), origin: senderOrigin(sender) }),

  'background.mayOpen': async ({ url, page }) => ({ granted: (await mediaAccess(url, page)).granted }),

  'background.siteState': async (_, sender) => {
    const frame = frameOf(sender);
    const origin = senderOrigin(sender);
    // Where the session's storage is full, its videos are checked all the same.
    await rememberFrame({ ...frame, origin: origin ?? '' }).catch((error: unknown) => {
      console.error('FakeFilter: a frame could not be remembered:', error);
    });
    await forgetFormerPage(frame);
    boundFramesNowAndThen();
    return {
      check: origin !== null && (await siteChecks(origin)),
      settings: pageSettingsOf(await readSettings()),
    };
  },

  'background.tab': ({ tabId }) => {
    // Not waited for: a busy page answers late. The popup asks again when the ledger changes.
    forgetRemovedFrames(tabId).catch((error: unknown) => {
      console.error('FakeFilter: looking for frames that are gone failed:', error);
    });
    return tabReport(tabId);
  },

  // Answered once the engine knows: whoever switches off and then deletes must find nothing gathered in between.
  'background.setSite': async ({ origin, check }) => {
    const on = await setSite(origin, check);
    await renewEngineSettings();
    return { check: on };
  },

  'background.setAdaptation': async ({ origin, adapt }) => {
    const on = await setAdaptation(origin, adapt);
    await renewEngineSettings();
    return { adapt: on };
  },

  'background.checkTab': ({ tabId }) => checkTab(tabId),

  'background.retry': async ({ tabId, frameId, video }) => ({
    found: await retryVideo(tabId, frameId, video),
  }),

  'background.learnedSize': () => learnedSize(),

  'background.deleteLearned': async () => {
    await AdaptationStore.deleteAll();
    return {};
  },

  'background.embeds': async ({ tabId }) => ({ origins: await lockedEmbeds(tabId) }),

  'background.compare': async ({ url }, sender) => {
    await openComparison(url, sender.tab);
    return {};
  },

  'background.clearLedger': async () => {
    await Promise.all([forgetAllVerdicts(), deleteChecks()]);
    const tabs = await browser.tabs.query({});
    await Promise.all(tabs.flatMap((tab) => (tab.id === undefined ? [] : [showTab(tab.id)])));
    return {};
  },
};
