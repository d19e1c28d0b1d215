import { describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import type { LedgerEntry } from '../../src/messages/schemas.ts';
import { answerWith, type Answers } from '../../tools/lib/browser/answers.ts';
import { speak } from '../../tools/lib/browser/language.ts';
import { OWN_PAGE, POPUP_STATES, WEB_PAGE } from '../../tools/screenshots/popup-states.ts';
import { axeFindings } from '../support/axe.ts';
import { cutOff, motion, rowFaults, unseen } from '../support/layout.ts';
import { useStage } from '../support/stage.ts';
import { siblings } from '../support/suite.ts';
import { aFace, aReport, aState } from '../unit/reports.ts';

/** How popup and pages look: in each state, in 320 px (400 % of 1280), in forced colours, in long words and from right to left. */
const stage = useStage({ site: false });

const NARROW = { width: 320, height: 640 };
const PAGES = ['welcome', 'options', 'history', 'learned', 'check-files'].map(
  (name) => `src/pages/${name}/index.html`,
);

/** Something is kept, so that there is something to export and delete. */
const FULL: Answers = { 'background.learnedSize': { sites: 12, bytes: 1_234_567 } };

/** Waits until a page is there, and with it what it counts. */
async function shown(page: Page, file: string): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  if (file.includes('/options/')) await page.locator('.card.site .actions').first().waitFor();
}

/** The popup as a page, of a tab in this state. */
async function popupOf(
  answers: Answers,
  { width = 320, language }: { width?: number; language?: string } = {},
): Promise<Page> {
  const popup = await stage.browser.context.newPage();
  await popup.setViewportSize({ width, height: 640 });
  if (language !== undefined) await speak(popup, language);
  await answerWith(popup, { 'background.embeds': { origins: [] }, ...answers });
  await popup.goto(stage.browser.url('src/popup/index.html?tab=1'));
  return popup;
}

/** What each state says, and the control that it offers. */
const EXPECTED: Readonly<Record<keyof typeof POPUP_STATES, readonly [says: string, offers: string]>> = {
  'browser-page': ['This page belongs to the browser or its store', 'Check a file'],
  store: ['This is a store for extensions', 'Check a file'],
  file: ['This page is a file on this computer', 'Check a file'],
  'no-video': ['No video was seen here yet. Let one play.', 'Check the videos on this page now'],
  'not-switched-on': ['No video was checked here yet. Right-click a video', 'Check videos on this site'],
  'other-host': ['Frames of other hosts', 'Allow player.example'],
  starting: ['Videos are checked as soon as it is ready.', 'Check the videos on this page now'],
  failed: ['The detector cannot work', 'Check the videos on this page now'],
};

test('popup: each state says what it is and what to do, in 320 px and without an accessibility violation', async () => {
  for (const [state, answers] of Object.entries<Answers>(POPUP_STATES)) {
    const [says, offers] = EXPECTED[state as keyof typeof POPUP_STATES];
    const popup = await popupOf(answers);
    await popup.getByText(says).waitFor();
    const control = popup
      .getByRole('link', { name: offers })
      .or(popup.getByRole('button', { name: offers }))
      .or(popup.getByRole('switch', { name: offers }));
    await control.waitFor();
    expect({ state, axe: await axeFindings(popup), cut: await cutOff(popup) }).toEqual({
      state,
      axe: [],
      cut: [],
    });
    await popup.close();
  }
}, 60_000);

const PICTURE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNoaGgAAAMEAYFL09IQAAAAAElFTkSuQmCC';

function videoRow(number: number, change: Partial<LedgerEntry>): LedgerEntry {
  return {
    ...aReport({ key: { video: `v-${number}`, epoch: 0 }, poster: PICTURE }),
    label: 'A long name of a video, with more words in it than any row of this list has room for',
    tabId: 1,
    frameId: 0,
    updatedAt: number,
    ...change,
  };
}

const accused = { kind: 'manipulated' } as const;
const ROWS: readonly LedgerEntry[] = [
  videoRow(1, {
    state: aState(accused, {
      faces: [1, 2].map((track) =>
        aFace({
          track,
          verdict: accused,
          probability: 0.99,
          thumbnail: PICTURE,
          mask: Array<number>(16).fill(0.5),
        }),
      ),
    }),
    before: { at: Date.UTC(2026, 4, 3), site: 'a-rather-long-name.videos.example', verdict: accused },
    interference: 'removed',
  }),
  videoRow(2, { state: aState({ kind: 'unclear', reason: 'tooFewFrames' }) }),
  videoRow(3, { state: null, failure: 'mediaPermission', mediaHost: 'media.a-rather-long-name.example' }),
  videoRow(4, {
    phase: 'checking',
    state: aState({ kind: 'noSign' }, { phase: 'checking', framesJudged: 3 }),
  }),
  videoRow(5, {}),
];

describe('popup: rows keep their places, closed and opened with all that is in them', () => {
  test.each([
    ['en', 440],
    ['de', 440],
    ['ar', 440],
    ['de', 320],
    ['ar', 320],
  ] as const)('in %s, %i px wide', async (language, width) => {
    const popup = await popupOf(
      { 'background.tab': { ...WEB_PAGE, videos: [...ROWS] } },
      { language, width },
    );
    const lines = popup.locator('.row > details > summary');
    await lines.nth(ROWS.length - 1).waitFor();
    const faults = async () => [...(await rowFaults(popup)), ...(await cutOff(popup))];
    expect(await faults()).toEqual([]);
    await popup.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    expect(await unseen(popup)).toEqual([]);
    for (const line of await lines.all()) await line.press('Enter');
    await popup
      .locator('.row-details')
      .nth(ROWS.length - 1)
      .waitFor();
    for (const inner of await popup.locator('.row-details summary').all()) await inner.press('Enter');
    await popup.locator('.row-details table').first().waitFor();
    expect(await faults()).toEqual([]);
    expect(await unseen(popup)).toEqual([]);
    expect(await axeFindings(popup)).toEqual([]);
  });
});

test('pages: in forced colours, without motion and in 320 px all is there and can be told apart', async () => {
  const page = await stage.browser.context.newPage();
  await page.setViewportSize(NARROW);
  await answerWith(page, FULL);
  for (const colorScheme of siblings(['light', 'dark'] as const)) {
    await page.emulateMedia({ colorScheme, forcedColors: 'active', reducedMotion: 'reduce' });
    for (const file of PAGES) {
      await page.goto(stage.browser.url(file));
      await shown(page, file);
      expect({
        file,
        cut: await cutOff(page),
        unseen: await unseen(page),
        motion: await motion(page),
        axe: await axeFindings(page),
      }).toEqual({ file, cut: [], unseen: [], motion: [], axe: [] });
    }
  }
}, 60_000);

test('pages: fit 320 px in languages with long words, other scripts and from right to left', async () => {
  const languages = [
    ['ar', 'rtl'],
    ['de', 'ltr'],
    ['hi', 'ltr'],
    ['ja', 'ltr'],
  ] as const;
  for (const [language, dir] of siblings(languages, 2)) {
    const spoken = await stage.browser.context.newPage();
    await spoken.setViewportSize(NARROW);
    await speak(spoken, language);
    await answerWith(spoken, { ...FULL, 'background.tab': OWN_PAGE });
    for (const file of ['src/popup/index.html?tab=1', ...PAGES]) {
      await spoken.goto(stage.browser.url(file));
      await shown(spoken, file);
      const { lang, direction } = await spoken.evaluate(() => ({
        lang: document.documentElement.lang,
        direction: document.documentElement.dir,
      }));
      expect({ file, lang, direction, cut: await cutOff(spoken) }).toEqual({
        file,
        lang: language,
        direction: dir,
        cut: [],
      });
    }
    await spoken.close();
  }
}, 60_000);
