import { answerCommands } from './commands.ts';
import { startContext, type Context } from './context.ts';
import { Page } from './page.ts';
import { parsed } from './parsed.ts';
import { isPictureInPictureWindow } from './picture-in-picture.ts';
import { followPageSettings, readPageSettings } from './page-settings.ts';

/** The content script: one copy in every frame of a page that is checked, or in which a check was asked for. */
async function startPage(context: Context): Promise<Page> {
  const [{ settings, check }] = await Promise.all([readPageSettings(), parsed(context.signal)]);
  const page = new Page(context, settings, check);
  followPageSettings(context, page);
  return page;
}

const context = isPictureInPictureWindow() ? null : startContext();
if (context) {
  const starting = startPage(context);
  answerCommands(starting, context.signal);
  starting.catch((error: unknown) => {
    context.end();
    console.warn('FakeFilter could not start in this frame', error);
  });
}
