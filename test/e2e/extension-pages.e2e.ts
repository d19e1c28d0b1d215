import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import type { FileResult } from '../../src/checker/results.ts';
import { checkOnPage } from '../../tools/check/drive.ts';
import { prepareClips, type ClipName } from '../../tools/clips.ts';
import { poll } from '../../tools/poll.ts';
import { axeFindings } from '../support/axe.ts';
import { clickBadge, isFinal, isJudged, shownBadges, waitForBadge, waitForBadges } from '../support/badge.ts';
import { useStage } from '../support/stage.ts';

/** Popup, settings and the page "Check files". */
const stage = useStage({ site: true });

/** Presses Tab until the named control has the focus. @throws Error after going round once. */
async function tabTo(page: Page, role: string, name: RegExp): Promise<void> {
  const seen: string[] = [];
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return {
        role: element?.getAttribute('role') ?? element?.localName ?? '',
        name: element?.textContent ?? '',
      };
    });
    if (focused.role === role && name.test(focused.name)) return;
    seen.push(`${focused.role} "${focused.name.trim()}"`);
  }
  throw new Error(`Tab never reached the ${role} ${name}; it went through ${seen.join(', ')}`);
}

test('popup: lists the videos of its tab, worst first, without an accessibility violation', async () => {
  const page = await stage.open('index.html');
  await waitForBadges(page, 'the verdicts in view', isFinal, {
    count: (await shownBadges(page)).length || 1,
  });
  await page.locator('article').nth(1).scrollIntoViewIfNeeded();
  await poll('two judged videos', async () => (await shownBadges(page)).some(isJudged), { limitMs: 40_000 });
  const tabId = await stage.tabId(page);
  const popup = await stage.browser.page(`src/popup/index.html?tab=${tabId}`);
  const list = popup.getByRole('region', { name: 'Videos on this page' });
  await list.getByRole('listitem').first().waitFor();
  expect(await list.getByRole('heading', { level: 3 }).allTextContents()).toContain(
    'Rehearsal Diary: wait, it is TODAY?',
  );
  await expectSoon(popup, /Unclear|No sign of manipulation found|Likely manipulated/);
  expect(await axeFindings(popup)).toEqual([]);

  const worker = await stage.browser.worker();
  const title = await worker.evaluate((id) => chrome.action.getTitle({ tabId: id }), tabId);
  expect(title).toMatch(
    /^FakeFilter: (Unclear|No sign of manipulation found|Likely manipulated|Could not check)/,
  );
});

async function expectSoon(page: Page, words: RegExp): Promise<void> {
  await poll(`${words} in the page`, async () => words.test(await page.locator('main').innerText()));
}

test('popup: the switch is reached and turned by keyboard alone', async () => {
  const page = await stage.open('still.html');
  const tabId = await stage.tabId(page);
  const popup = await stage.browser.page(`src/popup/index.html?tab=${tabId}`);
  const control = popup.getByRole('switch', { name: /Check videos on this site/ });
  await control.waitFor();
  expect(await control.getAttribute('aria-checked')).toBe('true');
  await tabTo(popup, 'switch', /Check videos on this site/);
  await popup.keyboard.press('Space');
  await poll('the switch to be off', async () => (await control.getAttribute('aria-checked')) === 'false');
  await popup.keyboard.press('Enter');
  await poll('the switch to be on', async () => (await control.getAttribute('aria-checked')) === 'true');
  await tabTo(popup, 'button', /Check the videos on this page now/);
  await popup.keyboard.press('Enter');
  await popup.getByText('No visible video was found on this page.').waitFor();
});

test('popup: a video of a host that was not allowed offers to allow it', async () => {
  const address = stage.clip('one-face.mp4', 'foreign').replace('localhost', 'media.localhost');
  const page = await stage.open('video.html', { src: address });
  await waitForBadge(page, 'the refusal', isFinal);
  const popup = await stage.browser.page(`src/popup/index.html?tab=${await stage.tabId(page)}`);
  await popup.getByRole('button', { name: /^Allow media\.localhost/ }).waitFor();
  expect(await axeFindings(popup)).toEqual([]);
});

test('badge: opened, read and closed by keyboard alone, the focus returning to it', async () => {
  const page = await stage.open('video.html', { src: '/clips/no-face.webm' });
  await waitForBadge(page, 'the badge', (badge) => badge.box !== null);
  const inBadge = () => page.evaluate(() => document.activeElement?.localName === 'fakefilter-badge');
  await poll('the focus on the badge', async () => {
    await page.keyboard.press('Tab');
    return inBadge();
  });
  await page.keyboard.press('Enter');
  await waitForBadge(page, 'the open details', (badge) => badge.open);
  await page.keyboard.press('Escape');
  await waitForBadge(page, 'the closed details', (badge) => !badge.open);
  expect(await inBadge()).toBe(true);
  await page.keyboard.press('Space');
  await waitForBadge(page, 'the details, opened again', (badge) => badge.open);
});

test('badge: "Show on the page" in the popup scrolls to the video and opens its details', async () => {
  const page = await stage.open('index.html');
  const [first] = await waitForBadges(page, 'the first badge', () => true, { count: 1 });
  if (!first) throw new Error('There is no badge');
  const popup = await stage.browser.page(`src/popup/index.html?tab=${await stage.tabId(page)}`);
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await popup.getByRole('button', { name: 'Show on the page' }).first().click();
  await poll('open details in view', async () => (await shownBadges(page)).some((badge) => badge.open));
  const open = (await shownBadges(page)).find((badge) => badge.open);
  if (!open) throw new Error('The details closed again');
  await clickBadge(page, open);
});

test('settings: no accessibility violation, and a choice is kept', async () => {
  const page = await stage.browser.page('src/options/index.html');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByText(stage.server.origin.replace('http://', '')).first().waitFor();
  expect(await axeFindings(page)).toEqual([]);
  const majority = page.getByRole('radio', { name: /majority/i });
  await majority.check();
  await poll('the choice in storage', () =>
    page.evaluate(async () => {
      const { settings } = await chrome.storage.local.get<{ settings?: { aggregation?: string } }>(
        'settings',
      );
      return settings?.aggregation === 'majority';
    }),
  );
  await page.reload();
  await poll('the choice after a reload', () => page.getByRole('radio', { name: /majority/i }).isChecked());
  await page.getByRole('radio').and(page.locator(':not(:checked)')).first().check();
});

const EXPECTED: Record<string, string> = {
  'one-face.mp4': 'judged',
  'two-faces.webm': 'judged',
  'huge.webm': 'judged',
  'no-face.webm': 'noFace',
  'audio-only.webm': 'noVideoTrack',
  'zero-frames.mp4': 'noFrames',
  'hevc.mp4': 'unsupportedCodec',
  'text.mp4': 'unreadable',
  'empty.mp4': 'unreadable',
} satisfies Partial<Record<ClipName, string>>;

test('checker: every file gets its own result, whatever is wrong with the others', async () => {
  const clips = await prepareClips();
  const page = await stage.browser.page('src/checker/index.html?frames=4');
  expect(await axeFindings(page)).toEqual([]);
  const results = new Map<string, FileResult>();
  const files = Object.keys(EXPECTED).map((name) => `${clips.folder}/${name}`);
  await checkOnPage(page, files, 4, (_, result) => results.set(result.file, result));
  const got = [...results].map(([name, result]) => [
    name,
    result.verdict === 'notChecked' ? result.reason : 'judged',
  ]);
  expect(Object.fromEntries(got)).toEqual(EXPECTED);
  expect(results.get('two-faces.webm')?.faces).toHaveLength(2);
  expect(results.get('one-face.mp4')).toMatchObject({ frames: 4, faces: [{ track: 1, frames: 4 }] });
  expect(await axeFindings(page)).toEqual([]);
}, 120_000);
