import { send } from '../messages/send.ts';
import type { Settings } from '../settings/schema.ts';
import { readSettings, watchSettings } from '../settings/store.ts';
import type { Context } from './context.ts';
import type { Page } from './page.ts';

/** What the user wants of the page that this script is in. */
interface Wishes {
  settings: Settings;
  /** Its videos are checked without being asked for. */
  check: boolean;
}

export async function readWishes(): Promise<Wishes> {
  const [settings, { check }] = await Promise.all([readSettings(), send('background.siteState', {})]);
  return { settings, check };
}

/**
 * Tells the page of changed settings; of its site's switch it is told by `content.siteChanged`. Neither reaches a page in the
 * browser's back/forward cache, so all is read anew when it comes back.
 */
export function followWishes(
  { alive, signal }: Context,
  page: Pick<Page, 'settings' | 'setAutomatic'>,
): void {
  const stop = watchSettings((settings) => {
    page.settings = settings;
  });
  signal.addEventListener('abort', stop);
  const readAnew = async (): Promise<void> => {
    try {
      const { settings, check } = await readWishes();
      page.settings = settings;
      page.setAutomatic(check);
    } catch (error) {
      if (alive()) console.warn('FakeFilter: whether this site is still checked could not be asked', error);
    }
  };
  window.addEventListener('pageshow', (event) => event.persisted && alive() && void readAnew(), { signal });
}
