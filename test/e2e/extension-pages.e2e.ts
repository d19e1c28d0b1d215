import { readFile } from 'node:fs/promises';
import { expect, test as sequential } from 'vitest';
import type { Page } from 'playwright-core';
import type { FileResult } from '../../src/pages/check-files/results.ts';
import { checkOnPage } from '../../tools/check/drive.ts';
import { prepareClips, type ClipName } from '../../tools/clips/clips.ts';
import { poll } from '../../tools/lib/poll.ts';
import { axeFindings, badgeFindings } from '../support/axe.ts';
import { clickBadge, isFinal, isJudged, shownBadges, waitForBadge, waitForBadges } from '../support/badge.ts';
import { useStage } from '../support/stage.ts';

/** Popup, settings and the page "Check files". */
const stage = useStage({ site: true });
const test = sequential.concurrent;

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

test('popup: a page that cannot be looked at says so, and leads to the files', async () => {
  const page = await stage.browser.page('licenses.txt');
  const popup = await stage.browser.page(`src/popup/index.html?tab=${await stage.tabId(page)}`);
  await popup.getByText('This is a page of FakeFilter itself.').waitFor();
  expect(await popup.getByRole('link', { name: 'Check a file' }).count()).toBe(1);
  expect(await popup.getByRole('switch').count()).toBe(0);
  expect(await axeFindings(popup)).toEqual([]);
});

test('popup: a video of a host that was not allowed offers to allow it', async () => {
  const address = stage.clip('one-face.mp4', 'foreign').replace('localhost', 'media.localhost');
  const page = await stage.open('video.html', { src: address });
  await waitForBadge(page, 'the refusal', isFinal);
  const popup = await stage.browser.page(`src/popup/index.html?tab=${await stage.tabId(page)}`);
  await popup.getByRole('button', { name: /^Allow media\.localhost/ }).waitFor();
  expect(await axeFindings(popup)).toEqual([]);
});

test('badge: opened, read and closed by keyboard alone, the focus returning to it; no accessibility violation', async () => {
  const page = await stage.open('video.html', { src: '/clips/one-face.webm' });
  await waitForBadge(page, 'the badge', (badge) => badge.box !== null);
  const inBadge = () => page.evaluate(() => document.activeElement?.matches('[data-fakefilter]'));
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
  const opened = await waitForBadge(
    page,
    'the details with a verdict, opened again',
    (badge) => badge.open && isJudged(badge),
  );
  expect(await badgeFindings(page, opened)).toEqual([]);
});

const EXPECTED: Record<string, string> = {
  'one-face.mp4': 'judged',
  'two-faces.webm': 'judged',
  'huge.webm': 'judged',
  'no-face.webm': 'noFace',
  'audio-only.webm': 'noVideoTrack',
  'zero-frames.mp4': 'noFrames',
  'hevc.mp4': 'unsupportedCodec',
  'text.mp4': 'webPage',
  'empty.mp4': 'damaged',
} satisfies Partial<Record<ClipName, string>>;

test('checker: every file gets its own result, whatever is wrong with the others', async () => {
  const clips = await prepareClips();
  const page = await stage.browser.page('src/pages/check-files/index.html?frames=4');
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

// One after the other: they change settings, or it matters which tab is in front.

sequential('popup: the switch is reached and turned by keyboard alone', async () => {
  const page = await stage.open('still.html');
  const tabId = await stage.tabId(page);
  const popup = await stage.browser.page(`src/popup/index.html?tab=${tabId}`);
  const control = popup.getByRole('switch', { name: /Check videos on this site/ });
  await control.waitFor();
  expect(await control.getAttribute('aria-checked')).toBe('true');
  await popup.getByText('No video was seen here yet. Let one play.').waitFor();
  await tabTo(popup, 'switch', /Check videos on this site/);
  await popup.keyboard.press('Space');
  await poll('the switch to be off', async () => (await control.getAttribute('aria-checked')) === 'false');
  await popup.getByText(/^No video was checked here yet\. Right-click a video/).waitFor();
  await popup.keyboard.press('Enter');
  await poll('the switch to be on', async () => (await control.getAttribute('aria-checked')) === 'true');
  await tabTo(popup, 'button', /Check the videos on this page now/);
  await popup.keyboard.press('Enter');
  await popup.getByText('No visible video was found on this page.').waitFor();
});

sequential(
  'popup: ten videos fit its window, one line each, and the switch stays in sight below them',
  async () => {
    const video = '<video src="/clips/no-face.webm" muted autoplay loop width="200" height="150"></video>';
    const page = await stage.openHtml(`<!doctype html><title>Ten</title>${video.repeat(10)}`);
    const popup = await stage.browser.page(`src/popup/index.html?tab=${await stage.tabId(page)}`);
    await page.bringToFront();
    await popup.setViewportSize({ width: 440, height: 600 });
    await popup.evaluate(() => document.documentElement.classList.add('in-popup'));
    const rows = popup.getByRole('region', { name: 'Videos on this page' }).getByRole('listitem');
    await poll('ten videos', async () => (await rows.count()) === 10);
    expect(await popup.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(600);

    await rows.first().locator('summary').press('Enter');
    // Its place may be another by now, since the worst come first, and its turn the last.
    const open = rows.filter({ has: popup.locator('details[open]') });
    await open
      .getByText(/checked|frames|face|prove/)
      .first()
      .waitFor({ timeout: 90_000 });
    await popup.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    for (const control of [popup.getByRole('switch'), popup.getByRole('link', { name: 'Check files' })]) {
      expect((await control.boundingBox())?.y).toBeGreaterThanOrEqual(0);
    }
    expect(await axeFindings(popup)).toEqual([]);
  },
);

sequential('popup: a page of the browser itself says so, and leads to the files', async () => {
  const page = await stage.browser.context.newPage();
  await page.goto('chrome://version');
  await page.bringToFront();
  const worker = await stage.browser.worker();
  // The browser hides the addresses of its own pages.
  const tabId = await worker.evaluate(async () => (await chrome.tabs.query({ active: true }))[0]?.id);
  const popup = await stage.browser.page(`src/popup/index.html?tab=${tabId}`);
  await popup.getByText('This page belongs to the browser or its store').waitFor();
  expect(await popup.getByRole('link', { name: 'Check a file' }).count()).toBe(1);
});

sequential('badge: "Show on the page" in the popup scrolls to the video and opens its details', async () => {
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

sequential('settings: no accessibility violation, and a choice is kept', async () => {
  const page = await stage.browser.page('src/pages/options/index.html');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByText(stage.server.origin.replace('http://', '')).first().waitFor();
  expect(await axeFindings(page)).toEqual([]);
  expect(await page.getByRole('radio', { name: /majority/i }).count()).toBe(0);
  await page.getByRole('radio', { name: 'Bottom right' }).check();
  await poll('the choice in storage', () =>
    page.evaluate(async () => {
      const { settings } = await chrome.storage.local.get<{ settings?: { corner?: string } }>('settings');
      return settings?.corner === 'bottom-end';
    }),
  );
  await page.reload();
  await poll('the choice after a reload', () =>
    page.getByRole('radio', { name: 'Bottom right' }).isChecked(),
  );
  await page.getByRole('radio', { name: 'Top left' }).check();
  const card = page.getByRole('region', { name: 'Model card of the detector' });
  await card.getByText(/^On [\d,]+ short clips of kinds that it knows, it found \d+% /).waitFor();
  // What is kept is counted by kind; an empty kind has nothing to delete.
  const kinds = page.getByRole('region', { name: 'Privacy' }).getByRole('listitem');
  await poll('three kinds, counted', async () =>
    (await kinds.allInnerTexts()).every((words) => /Nothing is kept|about/.test(words)),
  );
  expect(await kinds.getByRole('heading').allInnerTexts()).toEqual([
    'History',
    'Results of “Check files”',
    'What was learned of sites',
  ]);
});

sequential(
  'history: off at first; once on, a verdict is kept, found and deleted',
  async () => {
    const history = await stage.browser.page('src/pages/history/index.html');
    const control = history.getByRole('switch', { name: /Keep a history/ });
    await control.waitFor();
    expect(await control.getAttribute('aria-checked')).toBe('false');
    await history.getByText('The history is off, and nothing is stored.').waitFor();
    await control.click();
    await poll('the switch to be on', async () => (await control.getAttribute('aria-checked')) === 'true');

    const page = await stage.open('video.html', { src: '/clips/one-face.webm' });
    await waitForBadge(page, 'the verdict', isJudged);
    const records = history.getByRole('region', { name: 'Checked videos' }).getByRole('listitem');
    await poll('the record', async () => {
      await history.reload();
      await history.getByText(/Nothing was checked yet|1 record/).waitFor();
      return (await records.count()) === 1;
    });
    const settings = await stage.browser.page('src/pages/options/index.html');
    await settings.getByText('1 entry, about').waitFor();
    await settings.close();
    await records.first().getByText('Technical details').click();
    expect(await records.first().innerText()).toMatch(/detector \S+/);
    expect(await axeFindings(history)).toEqual([]);

    // Seen again it is known, and judged anew.
    const again = await stage.open('video.html', { src: '/clips/one-face.webm', again: '' });
    const known = await waitForBadge(again, 'the word on the first time', ({ details }) =>
      details.includes('A video that looks like this one was checked before, on'),
    );
    expect(isJudged(known)).toBe(true);
    await again.close();
    await history.reload();
    await poll('both records', async () => (await records.count()) === 2);
    await records.first().getByRole('button', { name: 'Delete' }).click();
    await poll('one record', async () => (await records.count()) === 1);

    await history.getByRole('searchbox', { name: 'Search' }).fill('nowhere');
    await history.getByText('No record fits.').waitFor();
    await history.getByRole('button', { name: 'Clear' }).click();
    await records.first().getByRole('button', { name: 'Delete' }).click();
    await history.getByText('Nothing was checked yet since the history was turned on.').waitFor();
    await control.click();
  },
  60_000,
);

sequential('settings: exported ones are imported again, and what is not understood is told', async () => {
  const page = await stage.browser.page('src/pages/options/index.html');
  await page.getByRole('radio', { name: /^Only “Likely manipulated”/ }).check();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export settings' }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  expect(JSON.parse(file)).toMatchObject({ format: 'fakefilter-settings', settings: { badges: 'findings' } });

  const load = (text: string) =>
    page
      .locator('input[type=file]')
      .setInputFiles({ name: 's.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await load(file.replace('"findings"', '"none"'));
  await page.getByText('set to the default: which badges are shown').waitFor();
  await poll('the default', () => page.getByRole('radio', { name: 'All checked videos' }).isChecked());
  await load('{}');
  await page.getByText('This file holds no settings of FakeFilter.').waitFor();
});

// After the tests of what is kept: the record of a site that was learned from stays, and would be counted there.
sequential(
  'popup: lists the videos of its tab, worst first; what is said of one is listed, taken back and gone',
  async () => {
    const page = await stage.open('index.html');
    await waitForBadges(page, 'the verdicts in view', isFinal, {
      count: (await shownBadges(page)).length || 1,
    });
    const tabId = await stage.tabId(page);
    const popup = await stage.browser.page(`src/popup/index.html?tab=${tabId}`);
    const list = popup.getByRole('region', { name: 'Videos on this page' });
    const first = list.getByRole('listitem').filter({ hasText: 'Rehearsal Diary: wait, it is TODAY?' });
    await first.locator('summary').click();
    await first.getByRole('button', { name: 'I trust this video' }).click();
    await popup.getByText(/^This counts only on sites that FakeFilter may learn from/).waitFor();
    expect(await first.locator('[aria-pressed=true]').count()).toBe(0);

    const learned = await stage.browser.page(
      `src/pages/learned/index.html?origin=${encodeURIComponent(stage.server.origin)}`,
    );
    const learning = learned.getByRole('switch', { name: 'Learn from this site' });
    await learning.click();
    await learned.getByText(/^FakeFilter learns from the videos on/).waitFor();
    await page.bringToFront();
    await page.locator('article').nth(1).scrollIntoViewIfNeeded();
    // Its faces are learned from.
    const second = list.getByRole('listitem').filter({ hasText: 'Corner Café' });
    await poll(
      'a verdict on the second video',
      async () => (await second.count()) === 1 && /Unclear|No sign|Likely/.test(await second.innerText()),
      { limitMs: 120_000 },
    );
    expect(await axeFindings(popup)).toEqual([]);

    const worker = await stage.browser.worker();
    const title = await worker.evaluate((id) => chrome.action.getTitle({ tabId: id }), tabId);
    expect(title).toMatch(
      /^FakeFilter: (Unclear|No sign of a swapped or edited face|Likely manipulated|Could not check)/,
    );

    const trust = second.getByRole('button', { name: 'I trust this video' });
    await second.locator('summary').click();
    await trust.click();
    await popup.getByText('Noted: on this site, this video counts as genuine.').waitFor();
    const pressed = second.locator('[aria-pressed=true]');
    await pressed.waitFor();
    const marks = learned.getByRole('region', { name: 'What you said of videos' });
    await marks.getByText(/^Trusted, /).waitFor();
    expect(await axeFindings(learned)).toEqual([]);
    await trust.click();
    await popup.getByText('Taken back: this video counts for nothing any more.').waitFor();
    await pressed.waitFor({ state: 'detached' });
    await learned.reload();
    await learned.getByRole('region', { name: 'Now' }).waitFor();
    expect(await marks.count()).toBe(0);
    await learning.click();
    await learned.getByText(/^FakeFilter gathers nothing more on/).waitFor();
  },
);

sequential('welcome: switches a first site on, and says what is no address', async () => {
  await stage.setSite(false);
  const page = await stage.browser.page('src/pages/welcome/index.html');
  await page.getByText(/Press .*V on any page|No keys are set/).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  const address = page.getByRole('textbox', { name: 'Address of a site' });
  await address.fill('nonsense');
  await address.press('Enter');
  await page.getByText('This is no address of a site.').waitFor();
  await address.fill(`${stage.server.origin}/index.html`);
  await page.getByRole('button', { name: 'Check videos on this site' }).click();
  await page.getByText(/^Videos on .* are checked\.$/).waitFor();
});
