import { describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import type { MessageName, Response } from '../../src/messages/protocol.ts';
import type { EngineStatus, LedgerEntry, TabReport } from '../../src/messages/schemas.ts';
import { speak } from '../../tools/lib/browser/language.ts';
import { answerWith } from '../support/answers.ts';
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

const OWN_PAGE: TabReport = {
  origin: '',
  access: 'unsupported',
  page: 'own',
  check: false,
  paused: false,
  adapt: false,
  private: false,
  videos: [],
};
const WEB_PAGE: TabReport = {
  ...OWN_PAGE,
  origin: 'https://videos.example',
  access: 'granted',
  page: 'web',
  check: true,
};
const STARTING: EngineStatus = {
  phase: 'starting',
  reason: null,
  bootId: 'boot',
  modelVersion: '',
  backend: null,
  selfTests: [],
  msPerDetection: null,
  msPerFace: null,
  queueLength: 0,
  framesDetected: 0,
  facesJudged: 0,
};

type Answers = { [Name in MessageName]?: Response<Name> };

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

const STATES: readonly { state: string; answers: Answers; says: string; offers: string }[] = [
  {
    state: 'a page of the browser',
    answers: { 'background.tab': { ...OWN_PAGE, page: 'browser' } },
    says: 'This page belongs to the browser or its store',
    offers: 'Check a file',
  },
  {
    state: 'a store',
    answers: { 'background.tab': { ...OWN_PAGE, page: 'store' } },
    says: 'This is a store for extensions',
    offers: 'Check a file',
  },
  {
    state: 'a file',
    answers: { 'background.tab': { ...OWN_PAGE, page: 'file' } },
    says: 'This page is a file on this computer',
    offers: 'Check a file',
  },
  {
    state: 'a page without a video',
    answers: { 'background.tab': WEB_PAGE },
    says: 'No video was seen here yet. Let one play.',
    offers: 'Check the videos on this page now',
  },
  {
    state: 'a page of a site that is not switched on',
    answers: { 'background.tab': { ...WEB_PAGE, access: 'none', check: false } },
    says: 'No video was checked here yet. Right-click a video',
    offers: 'Check videos on this site',
  },
  {
    state: 'a frame of another host',
    answers: {
      'background.tab': WEB_PAGE,
      'background.embeds': { origins: ['https://player.example'] },
    },
    says: 'Frames of other hosts',
    offers: 'Allow player.example',
  },
  {
    state: 'a detector that starts',
    answers: { 'background.tab': WEB_PAGE, 'engine.status': STARTING },
    says: 'Videos are checked as soon as it is ready.',
    offers: 'Check the videos on this page now',
  },
  {
    state: 'a detector that cannot work',
    answers: {
      'background.tab': WEB_PAGE,
      'engine.status': { ...STARTING, phase: 'failed', reason: 'selfTest' },
    },
    says: 'The detector cannot work',
    offers: 'Check the videos on this page now',
  },
];

test('popup: each state says what it is and what to do, in 320 px and without an accessibility violation', async () => {
  for (const { state, answers, says, offers } of STATES) {
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
  for (const colorScheme of siblings(['light', 'dark'] as const)) {
    await page.emulateMedia({ colorScheme, forcedColors: 'active', reducedMotion: 'reduce' });
    for (const file of PAGES) {
      await page.goto(stage.browser.url(file));
      await page.getByRole('heading', { level: 1 }).waitFor();
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
    await answerWith(spoken, { 'background.tab': OWN_PAGE });
    for (const file of ['src/popup/index.html?tab=1', ...PAGES]) {
      await spoken.goto(stage.browser.url(file));
      await spoken.getByRole('heading', { level: 1 }).waitFor();
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
