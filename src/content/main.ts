import { obeyCommands } from './commands.ts';
import { startContext, type Context } from './context.ts';
import { Page } from './page.ts';
import { followWishes, readWishes } from './wishes.ts';

/** The content script: one copy in every frame of a page that is checked, or in which a check was asked for. */
async function startPage(context: Context): Promise<Page> {
  const { settings, check } = await readWishes();
  const page = new Page(context, settings, check);
  followWishes(context, page);
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
