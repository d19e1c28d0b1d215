import { send } from '../messages/send.ts';
import { readSettings, watchSettings } from '../settings/store.ts';
import { obeyCommands } from './commands.ts';
import { startContext, type Context } from './context.ts';
import { Page } from './page.ts';

/** The content script: one copy in every frame of a page that is checked, or in which a check was asked for. */
async function startPage(context: Context): Promise<Page> {
  const [settings, site] = await Promise.all([readSettings(), send('background.siteState', {})]);
  const page = new Page(context, settings, site.check);
  const stop = watchSettings((changed) => {
    page.settings = changed;
  });
  context.signal.addEventListener('abort', stop);
  return page;
}

const context = startContext();
if (context) {
  const starting = startPage(context);
  obeyCommands(starting, context.signal);
  starting.catch((error: unknown) => {
    globalThis.fakefilterLife?.abort();
    console.warn('FakeFilter could not start in this frame', error);
  });
}
