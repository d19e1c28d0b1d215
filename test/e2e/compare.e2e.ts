import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KEPT } from '../../src/contracts/kept.ts';
import type { Results } from '../../src/pages/check-files/results.ts';
import { prepareClips, type ClipName, type Clips } from '../../tools/clips/clips.ts';
import { poll } from '../../tools/lib/poll.ts';
import { axeFindings } from '../support/axe.ts';
import { drop } from '../support/drop.ts';
import { clickBadge, seenDetails, waitForBadge } from '../support/badge.ts';
import { textsIn } from '../support/private-files.ts';
import { useStage } from '../support/stage.ts';

/** A checked video beside genuine ones of the same person: on the page "Check files", and from a badge. */
const stage = useStage({ site: true });

let clips: Clips;
let folder: string;
beforeAll(async () => {
  clips = await prepareClips();
  folder = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-compare-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function checkedOn(page: Page, name: ClipName): Promise<Locator> {
  await page.setInputFiles('.drop input[type=file]', clips.file(name));
  const card = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { level: 3, name, exact: true }) });
  await poll(
    'the result',
    async () => {
      const { finished } = JSON.parse((await page.locator('#results').textContent()) ?? '') as Results;
      return finished;
    },
    { limitMs: 90_000 },
  );
  return card;
}

/** Opens the form by keyboard and gives it genuine videos. */
async function compare(card: Locator, files: readonly string[]): Promise<void> {
  const open = card.getByRole('button', { name: /^Compare with a genuine video/ });
  await poll('a button that can be pressed', () => open.isEnabled());
  await open.press('Enter');
  await card.locator('.genuine input[type=file]').setInputFiles([...files]);
  await card.getByRole('heading', { name: 'Beside genuine videos of the same person' }).waitFor({
    timeout: 90_000,
  });
}

async function savedJson(page: Page, card: Locator): Promise<Record<string, unknown>> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    card.getByRole('button', { name: /^Save data/ }).click(),
  ]);
  return JSON.parse(await readFile(await download.path(), 'utf8')) as Record<string, unknown>;
}

/** All that the page keeps, as text. */
const keptText = async (page: Page): Promise<string> =>
  (await page.evaluate<string[]>(textsIn(KEPT.folders.checks))).join('\n');

test('another video of the person gives a range, beside a verdict that stays; strangers and the same file are refused', async () => {
  const page = await stage.browser.page('src/pages/check-files/index.html?frames=6');
  const card = await checkedOn(page, 'one-face.mp4');
  const verdict = card.locator('.verdict');
  const before = await verdict.textContent();
  const same = path.join(folder, 'same.mp4');
  await copyFile(clips.file('one-face.mp4'), same);

  await compare(card, [clips.file('one-face-right.webm'), same, clips.file('no-face.webm')]);
  const refused = await card.locator('.comparison').innerText();
  expect(refused).toContain('Not compared with any video.');
  expect(refused).toContain('one-face-right.webm: not compared (no face in it is of the same person).');
  expect(refused).toContain('same.mp4: not compared (it is the checked file itself).');
  expect(refused).toContain('no-face.webm: not compared (no face in it was judged).');

  await compare(card, [clips.file('one-face.flv'), clips.file('one-face-right.webm')]);
  await card.getByText('within what genuine videos of one person differ by').waitFor({ timeout: 90_000 });
  const words = await card.locator('.comparison').innerText();
  expect(words).toMatch(/Judged by 1 genuine video, another .+ would score \d+ to \d+ in 95 of 100 cases/);
  expect(words).toContain('one-face-right.webm: not compared');
  expect(await verdict.textContent()).toBe(before);
  expect(await axeFindings(page)).toEqual([]);

  const { comparedWithGenuine } = await savedJson(page, card);
  expect(comparedWithGenuine).toMatchObject({
    faces: [{ track: 1, side: 'within' }],
    references: [{ name: 'one-face.flv', refusal: null }, { refusal: 'otherPerson' }],
  });
  // No numbers that say who somebody is: such lists go below zero, those of masks do not.
  expect(await keptText(page)).not.toMatch(/descriptor|-0\.\d+,-?0\.\d+,-?0\.\d+/);

  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await page.reload();
  await page.getByText('within what genuine videos of one person differ by').waitFor();
  // Its file is not there any more.
  expect(await page.getByRole('button', { name: /with a genuine video/ }).count()).toBe(0);
}, 180_000);

test('a result of the list is taken as genuine, and a comparison can be cancelled', async () => {
  const page = await stage.browser.page('src/pages/check-files/index.html?frames=6');
  const card = await checkedOn(page, 'one-face.webm');
  await checkedOn(page, 'one-face-right.webm');
  const open = card.getByRole('button', { name: /^Compare with a genuine video/ });
  await poll('a button that can be pressed', () => open.isEnabled());
  await open.press('Enter');
  await card.locator('.genuine input[type=file]').setInputFiles(clips.file('two-faces.webm'));
  await card.getByRole('button', { name: 'Cancel comparison' }).press('Enter');
  await card.getByLabel('Or a result of this list').selectOption('one-face-right.webm');
  await card.getByRole('button', { name: 'Take as genuine' }).press('Enter');
  await card.getByText('one-face-right.webm: not compared').waitFor({ timeout: 90_000 });
  // Who started it by keyboard is at its result.
  const heading = card.getByRole('heading', { name: 'Beside genuine videos of the same person' });
  await poll('the focus', () => heading.evaluate((element) => element === document.activeElement));
  expect(await card.getByText('two-faces.webm').count()).toBe(0);
}, 120_000);

test('an address that is dropped as genuine is taken where its host is allowed; else the user is told what to do', async () => {
  const page = await stage.browser.page('src/pages/check-files/index.html?frames=6');
  const card = await checkedOn(page, 'one-face.webm');
  const open = card.getByRole('button', { name: /^Compare with a genuine video/ });
  await poll('a button that can be pressed', () => open.isEnabled());
  await open.press('Enter');
  const dropAddress = async (data: string): Promise<void> => {
    const hint = card.locator('.genuine .quiet').first();
    await hint.scrollIntoViewIfNeeded();
    const { x, y } = (await hint.boundingBox()) ?? { x: 0, y: 0 };
    await drop(page, [], [{ mimeType: 'text/uri-list', data }], { x: x + 5, y: y + 5 });
  };
  await dropAddress('https://example.org/video.mp4');
  await card.getByText('check the address above first').waitFor();
  await dropAddress(`${stage.server.origin}/clips/one-face-right.webm`);
  await card.getByText(/^one-face-right\.webm \(.+\): not compared/).waitFor({ timeout: 90_000 });
}, 120_000);

test('a badge opens the page with its video by the address, or says that it must be saved', async () => {
  const page = await stage.open('video.html', { src: '/clips/one-face.webm' });
  await clickBadge(page, await waitForBadge(page, 'the badge', ({ box }) => box !== null));
  const opened = await waitForBadge(page, 'the details', (seen) => seen.open);
  await poll('the button in focus', async () => {
    await page.keyboard.press('Tab');
    return (await seenDetails(page, opened)).focused?.words === 'Compare with a genuine video…';
  });
  const [checker] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('Enter')]);
  await checker.getByRole('button', { name: /with a genuine video/ }).waitFor({ timeout: 90_000 });
  await checker.getByRole('button', { name: 'Choose genuine videos' }).waitFor();

  const unreadable = await stage.browser.page('src/pages/check-files/index.html?compare=');
  await unreadable.getByText('That video cannot be opened by its address.').waitFor();
}, 120_000);
