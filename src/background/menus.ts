import { text } from '../words/text.ts';
import browser, { type Menus, type Tabs } from 'webextension-polyfill';
import { hostOf, matchPattern, originOf } from '../settings/origins.ts';
import { serialise } from '../settings/serialise.ts';
import { checkInFrame } from './check.ts';
import { nothingFound } from './embeds.ts';
import { answer, showUncheckable } from './toolbar.ts';

const CHECK_ITEM = 'check-video';

/** Creates the menu item anew. Many sites cover their players with links and pictures, so it is not for videos only. */
export function createMenus(): Promise<void> {
  return serialise('menus', async () => {
    await browser.contextMenus.removeAll();
    await new Promise<void>((resolve, reject) => {
      browser.contextMenus.create(
        {
          id: CHECK_ITEM,
          title: text('menu_checkVideo'),
          contexts: ['video', 'link', 'image', 'page', 'frame'],
          documentUrlPatterns: ['http://*/*', 'https://*/*', 'file:///*'],
        },
        () => {
          const error = browser.runtime.lastError;
          if (error)
            reject(new Error(`The context menu could not be created: ${error.message ?? 'no reason given'}`));
          else resolve();
        },
      );
    });
  });
}

export async function menuClicked(info: Menus.OnClickData, tab: Tabs.Tab | undefined): Promise<void> {
  const tabId = tab?.id;
  if (info.menuItemId !== CHECK_ITEM || tabId === undefined) return;
  const frameId = info.frameId ?? 0;
  // The click opens the page itself but not a frame of another site. That question must be put before anything is
  // awaited: only then does the browser count it as the user's wish. Where access exists it answers without asking.
  const frameOrigin = frameId === 0 ? null : originOf(info.frameUrl);
  const foreign = frameOrigin !== null && frameOrigin !== originOf(info.pageUrl);
  const access = foreign
    ? browser.permissions.request({ origins: [matchPattern(frameOrigin)] })
    : Promise.resolve(true);
  try {
    if (!(await access)) {
      await answer(tabId, { code: 'frameAccessRefused', host: hostOf(frameOrigin ?? '') });
      return;
    }
    const srcUrl = info.mediaType === 'video' ? (info.srcUrl ?? '') : '';
    if (await checkInFrame(tabId, frameId, srcUrl)) return;
    await answer(tabId, await nothingFound(tabId, 'videoNotFoundThere'));
  } catch (error) {
    await showUncheckable(tabId, error);
  }
}
