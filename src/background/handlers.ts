import browser from 'webextension-polyfill';
import type { Handlers } from '../messages/serve.ts';
import { senderOrigin } from '../settings/origins.ts';
import { setAdaptation } from './adaptation.ts';
import { capture } from './capture.ts';
import { checkTab } from './check.ts';
import { ensureEngine } from './engine-page.ts';
import { engineSettings, renewEngineSettings } from './engine-settings.ts';
import { rememberFrame } from './frames.ts';
import { record, strike } from './ledger.ts';
import { mediaAccess } from './media-access.ts';
import { forgetAllVerdicts, forgetFormerPage, forgetRemovedFrames } from './navigation.ts';
import { frameOf } from './sender.ts';
import { setSite, siteChecks } from './sites.ts';
import { tabReport } from './tab-report.ts';
import { showTab } from './toolbar.ts';

/** What the background answers. Errors go back to the asker as text (see `serve`). */
export const handlers: Handlers<'background'> = {
  'background.engine': () => ensureEngine(),

  'background.engineSettings': () => engineSettings(),

  'background.report': async ({ report }, sender) => {
    const frame = frameOf(sender);
    await forgetFormerPage(frame);
    await record(report, frame);
    await showTab(frame.tabId);
    return {};
  },

  'background.remove': async ({ video }, sender) => {
    const { tabId, frameId } = frameOf(sender);
    await strike((entry) => entry.tabId === tabId && entry.frameId === frameId && entry.key.video === video);
    await showTab(tabId);
    return {};
  },

  'background.left': async (_, sender) => {
    const { tabId, documentId } = frameOf(sender);
    await strike((entry) => entry.tabId === tabId && entry.documentId === documentId);
    await showTab(tabId);
    return {};
  },

  'background.capture': capture,

  'background.mediaAccess': ({ url }) => mediaAccess(url),

  'background.siteState': async (_, sender) => {
    const frame = frameOf(sender);
    const origin = senderOrigin(sender);
    await rememberFrame({ ...frame, origin: origin ?? '' });
    await forgetFormerPage(frame);
    return { check: origin !== null && (await siteChecks(origin)) };
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

  'background.clearLedger': async () => {
    await forgetAllVerdicts();
    const tabs = await browser.tabs.query({});
    await Promise.all(tabs.flatMap((tab) => (tab.id === undefined ? [] : [showTab(tab.id)])));
    return {};
  },
};
