import { text } from '../words/text.ts';
import { serve } from '../messages/serve.ts';
import { chooseVideo, shownArea } from './choose.ts';
import { foreignFrames } from './embeds.ts';
import { showNotice } from './notice.ts';
import type { Page } from './page.ts';
import { MenuPoint } from './pointer.ts';
import { noticeWords } from '../words/notice-words.ts';
import { wantsFrames } from './progress.ts';

/**
 * Answers what the background and the popup ask of this frame, until `signal` aborts. It must listen at once, while the page
 * is still `starting`: a request by hand follows right after the injection.
 */
export function answerCommands(starting: Promise<Page>, signal: AbortSignal): void {
  const menu = new MenuPoint(signal);
  const stop = serve('content', {
    'content.check': async ({ srcUrl }) => {
      const page = await starting;
      page.finder.lookAgain();
      const video = chooseVideo(page.finder.videos, srcUrl, menu.take());
      const check = video && page.checkOf(video);
      check?.ask();
      return { found: Boolean(check) };
    },
    'content.checkAll': async () => {
      const page = await starting;
      page.finder.lookAgain();
      const shown = [...page.finder.videos].filter((video) => shownArea(video) > 0);
      const checks = shown.map((video) => page.checkOf(video));
      for (const check of checks) check.ask();
      return {
        found: checks.length,
        // A verdict is not reached again, and some videos fail at once.
        started: checks.filter((check) => wantsFrames(check.progress)).length,
      };
    },
    'content.show': async ({ video }) => {
      const page = await starting;
      const check = page.checkNamed(video);
      if (check) page.show(check);
      return { found: Boolean(check) };
    },
    'content.retry': async ({ video }) => {
      const page = await starting;
      const check = page.checkNamed(video);
      check?.again();
      return { found: Boolean(check) };
    },
    'content.embeds': () => ({ origins: foreignFrames() }),
    'content.notice': ({ notice }) => {
      showNotice(text('toolbar_line', { words: noticeWords(notice) }));
      return {};
    },
    'content.present': () => ({}),
    'content.forget': async () => {
      (await starting).forget();
      return {};
    },
    'content.settingsChanged': async ({ settings }) => {
      (await starting).settings = settings;
      return {};
    },
    'content.siteChanged': async ({ check }) => {
      const page = await starting;
      page.setAutomatic(check);
      return {};
    },
  });
  signal.addEventListener('abort', stop);
}
