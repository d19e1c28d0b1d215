import type { Response } from '../messages/protocol.ts';
import { send } from '../messages/send.ts';
import type { Context } from './context.ts';
import { listenToWindow } from './dom.ts';
import type { Page } from './page.ts';

/** What the user wants of the page that this script is in. Storage is closed to it: a page may break out of its bounds. */
export function readPageSettings(): Promise<Response<'background.siteState'>> {
  return send('background.siteState', {});
}

/**
 * Of changes the page is told by `content.settingsChanged` and `content.siteChanged`. Neither reaches a page in the browser's
 * back/forward cache, so all is read anew when it comes back.
 */
export function followPageSettings(
  { alive, signal }: Context,
  page: Pick<Page, 'settings' | 'setAutomatic'>,
): void {
  const readAnew = async (): Promise<void> => {
    try {
      const { settings, check } = await readPageSettings();
      page.settings = settings;
      page.setAutomatic(check);
    } catch (error) {
      if (alive()) console.warn('FakeFilter: whether this site is still checked could not be asked', error);
    }
  };
  listenToWindow('pageshow', (event) => event.persisted && alive() && void readAnew(), { signal });
}
