import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Results } from '../../src/pages/check-files/results.ts';
import { prepareClips, type ClipName, type Clips } from '../../tools/clips/clips.ts';
import { poll } from '../../tools/lib/poll.ts';
import { axeFindings } from '../support/axe.ts';
import { cutOff, motion, unseen } from '../support/layout.ts';
import { withCredentials } from '../support/credentials/sign.ts';
import { useStage } from '../support/stage.ts';

/** The page "Check files" as a place to work: a list that grows and stays, evidence to look at, reports to take away. */
const stage = useStage({ site: false });

let clips: Clips;
beforeAll(async () => {
  clips = await prepareClips();
});

const open = (query = '?frames=3'): Promise<Page> =>
  stage.browser.page(`src/pages/check-files/index.html${query}`);

async function results(page: Page): Promise<Results> {
  return JSON.parse((await page.locator('#results').textContent()) ?? '') as Results;
}

async function finished(page: Page, total: number): Promise<Results> {
  return poll(
    `${total} results`,
    async () => {
      const now = await results(page);
      return now.finished && now.total === total && now;
    },
    { limitMs: 120_000 },
  );
}

const pick = (page: Page, ...names: ClipName[]): Promise<void> =>
  page.setInputFiles(
    'input[type=file]',
    names.map((name) => clips.file(name)),
  );

const card = (page: Page, name: string): Locator =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 3, name, exact: true }) });

const listedNames = (page: Page): Promise<string[]> =>
  page.getByRole('heading', { level: 3 }).allTextContents();

async function saved(page: Page, button: Locator): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

/** Two results beside each other, in a narrow window below each other, and back to the list. */
async function compareByKeyboard(page: Page): Promise<void> {
  for (const name of ['cut.webm', 'no-face.webm']) {
    await page.getByRole('button', { name: `Compare ${name}` }).press('Enter');
  }
  // What could not be opened has nothing to compare.
  expect(await page.getByRole('button', { name: 'Compare text.mp4' }).count()).toBe(0);
  await page.getByText('Chosen: 2 of at most 4.').waitFor();
  const show = page.getByRole('button', { name: 'Show side by side' });
  await show.press('Enter');
  const view = page.getByRole('dialog', { name: 'Side by side' });
  const columns = view.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 3 }) });
  await poll('both players', async () => (await columns.locator('video').count()) === 2);
  expect(await columns.getByRole('heading', { level: 3 }).allTextContents()).toEqual([
    'cut.webm',
    'no-face.webm',
  ]);
  expect(await columns.first().getByRole('slider').count()).toBe(1);
  expect(await columns.nth(1).innerText()).toContain('Could not check');
  expect(await axeFindings(page)).toEqual([]);
  const edges = async () =>
    Promise.all([columns.first(), columns.nth(1)].map(async (column) => column.boundingBox()));
  const [left, right] = await edges();
  expect(right?.x).toBeGreaterThanOrEqual((left?.x ?? 0) + (left?.width ?? 0));
  expect(right?.y).toBe(left?.y);
  await page.setViewportSize({ width: 320, height: 640 });
  const [upper, lower] = await edges();
  expect(lower?.y).toBeGreaterThanOrEqual((upper?.y ?? 0) + (upper?.height ?? 0));
  expect(await view.evaluate(({ scrollWidth }) => scrollWidth)).toBeLessThanOrEqual(320);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.keyboard.press('Escape');
  await view.waitFor({ state: 'detached' });
  await poll('the focus back', () => show.evaluate((button) => button === document.activeElement));
  await page.getByRole('button', { name: 'Clear choice' }).press('Enter');
  await show.waitFor({ state: 'detached' });
}

test('results add up, are looked at frame by frame, taken away as reports, and stay until they are removed', async () => {
  const page = await open();
  await pick(page, 'cut.webm');
  await finished(page, 1);
  await pick(page, 'no-face.webm', 'text.mp4');
  await finished(page, 3);
  // The worst first; what could not be checked in the order of its end.
  const names = await listedNames(page);
  expect(names[0]).toBe('cut.webm');
  expect([...names].sort()).toEqual(['cut.webm', 'no-face.webm', 'text.mp4']);
  expect(await axeFindings(page)).toEqual([]);

  await compareByKeyboard(page);

  // By keyboard from frame to frame: the player and the picture follow.
  const video = card(page, 'cut.webm');
  const slider = video.getByRole('slider').first();
  await slider.focus();
  await page.keyboard.press('Home');
  await video.getByText(/^Frame at 0:0\d: face/).waitFor();
  const at = () => video.locator('video').evaluate((player: HTMLVideoElement) => player.currentTime);
  const before = await at();
  const first = await slider.getAttribute('aria-valuetext');
  expect(first).toMatch(/^0:0\d: (high|between the limits|low)$/);
  await page.keyboard.press('End');
  await poll('the player at the last frame', async () => (await at()) > before);
  const box = await slider.boundingBox();
  if (!box) throw new Error('The drawing is not shown');
  await page.mouse.click(box.x + 2, box.y + 20);
  await poll('the first frame again', async () => (await slider.getAttribute('aria-valuetext')) === first);
  expect(await video.locator('.face-box').count()).toBe(1);
  await video.getByText('2 shots').click();
  await video.getByRole('button', { name: /^Shot 2, / }).click();
  await poll('the second shot', async () => (await at()) > before);

  // 320 px, which 400 % of 1280 px are: nothing is cut off.
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await cutOff(page)).toEqual([]);
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  expect({ unseen: await unseen(page), motion: await motion(page), axe: await axeFindings(page) }).toEqual({
    unseen: [],
    motion: [],
    axe: [],
  });
  await page.emulateMedia({ forcedColors: 'none', reducedMotion: null });
  await page.setViewportSize({ width: 1280, height: 800 });

  const sha256 = createHash('sha256')
    .update(await readFile(clips.file('cut.webm')))
    .digest('hex');
  const html = await saved(page, video.getByRole('button', { name: /^Save report/ }));
  expect(html.name).toBe('cut.webm.report.html');
  expect(html.text).toContain(sha256);
  expect(html.text.match(/src="data:image\/webp;base64,[^"]{100,}"/g)?.length).toBe(3);
  const json = await saved(page, video.getByRole('button', { name: /^Save data/ }));
  expect(JSON.parse(json.text)).toMatchObject({
    source: { sha256 },
    frames: [{}, {}, {}],
    settings: { framesAsked: 3 },
    shots: [{}, {}],
  });
  const csv = await saved(page, page.getByRole('button', { name: 'Save list as CSV' }));
  expect(csv.text.trim().split('\r\n')).toHaveLength(4);

  const report = await stage.browser.context.newPage();
  await report.setContent(html.text);
  expect(await axeFindings(report)).toEqual([]);
  await report.close();

  await page.getByRole('button', { name: /^Could not check/ }).click();
  expect(new Set(await listedNames(page))).toEqual(new Set(['no-face.webm', 'text.mp4']));

  await page.reload();
  await card(page, 'cut.webm').waitFor();
  expect(await listedNames(page)).toEqual(names);
  expect(await page.locator('video').count()).toBe(0);
  await card(page, 'cut.webm')
    .getByText(/^Frame at/)
    .waitFor();
  await page.getByRole('button', { name: 'Remove text.mp4' }).click();
  // What has left the list is deleted.
  await card(page, 'text.mp4').waitFor({ state: 'detached' });
  await page.reload();
  await card(page, 'cut.webm').waitFor();
  expect(await listedNames(page)).toEqual(['cut.webm', 'no-face.webm']);
  await page.getByRole('button', { name: 'Clear all results' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await poll('an empty list', async () => (await listedNames(page)).length === 0);
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await listedNames(page)).toEqual([]);
}, 240_000);

test('a face that is swapped in a part of two minutes is found there, looked at closely, and its part is named', async () => {
  const page = await open('');
  await pick(page, 'swapped-part.mp4');
  const {
    results: [result],
  } = await finished(page, 1);
  const part = result?.part?.stretch;
  expect(['unclear', 'manipulated']).toContain(result?.verdict);
  expect(Math.abs((part?.fromMs ?? 0) - 54_000)).toBeLessThan(2000);
  expect(Math.abs((part?.toMs ?? 0) - 78_000)).toBeLessThan(3000);
  const times = result?.faces.flatMap(({ timeline }) => timeline.map(({ timeMs }) => timeMs)) ?? [];
  const inPart = times.filter((time) => time > 54_000 && time < 78_000).length;
  // Of the 24 s there are, for each second, three times as many as of the other 96.
  expect(inPart / 24).toBeGreaterThan((3 * (times.length - inPart)) / 96);
  await card(page, 'swapped-part.mp4')
    .getByText(/0:5\d–1:1\d/)
    .first()
    .waitFor();
}, 180_000);

test('one check is cancelled while the others go on; a pasted picture and addresses are checked as well', async () => {
  const page = await open('?frames=2');
  await pick(page, 'one-face.mp4', 'two-faces.webm');
  await page.getByRole('button', { name: 'Cancel two-faces.webm' }).click();
  const { results: after } = await finished(page, 2);
  expect(Object.fromEntries(after.map(({ file, reason }) => [file, reason === 'cancelled']))).toEqual({
    'one-face.mp4': false,
    'two-faces.webm': true,
  });

  await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(64, 64);
    canvas.getContext('2d')?.fillRect(0, 0, 64, 64);
    const data = new DataTransfer();
    data.items.add(new File([await canvas.convertToBlob()], 'image.png', { type: 'image/png' }));
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
  });
  const { results: more } = await finished(page, 3);
  expect(more[2]).toMatchObject({
    reason: 'noFace',
    file: expect.stringMatching(/^Pasted picture/) as string,
  });

  const address = page.getByLabel('Or the address of a video file');
  await address.fill(stage.clip('one-face.mp4', 'foreign'));
  await page.keyboard.press('Enter');
  await finished(page, 4);
  await address.fill(`${stage.server.origin}/index.html`);
  await page.keyboard.press('Enter');
  const { results: all } = await finished(page, 5);
  expect(all[3]).toMatchObject({ file: expect.stringContaining('one-face.mp4') as string, frames: 2 });
  expect(all[4]).toMatchObject({ verdict: 'notChecked', reason: 'unreadable' });
  await page.getByText(/no video that this browser can play came from this address/).waitFor();
  await address.fill('not an address');
  await page.keyboard.press('Enter');
  await page.getByText(/That is no web address of a video/).waitFor();
}, 180_000);

test('Content Credentials stand beside the verdict; what lies elsewhere is named and not fetched', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-credentials-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  let requests = 0;
  const server = createServer((_, response) => {
    requests++;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const remote = `http://127.0.0.1:${(server.address() as AddressInfo).port}/manifest.c2pa`;

  const video = new Uint8Array(await readFile(clips.file('no-face.mp4')));
  const photo = new Uint8Array(
    await readFile(createRequire(import.meta.url).resolve('@vladmandic/face-api/demo/sample1.jpg')),
  );
  const signed = await withCredentials(video, 'video/mp4', 'trainedAlgorithmicMedia');
  const changed = signed.slice();
  changed[changed.length - 200] = (changed[changed.length - 200] ?? 0) ^ 255;
  const files = {
    'signed.mp4': signed,
    'changed.mp4': changed,
    'elsewhere.jpg': await withCredentials(photo, 'image/jpeg', 'digitalCapture', remote),
    'none.jpg': photo,
  };
  for (const [name, file] of Object.entries(files)) await writeFile(path.join(folder, name), file);

  const page = await open('?frames=1');
  await page.setInputFiles(
    'input[type=file]',
    Object.keys(files).map((name) => path.join(folder, name)),
  );
  await finished(page, 4);
  const credentials = (name: string) => card(page, name).locator('.credentials');
  await credentials('signed.mp4').getByText('Declared as made by generative AI.').waitFor();
  const words = await credentials('signed.mp4').innerText();
  for (const told of [
    'The signature is valid',
    'not checked against a list',
    'Test Signer',
    'Test Studio 2.1',
  ]) {
    expect(words).toContain(told);
  }
  await credentials('changed.mp4')
    .getByText(/^Not valid: /)
    .waitFor();
  await credentials('elsewhere.jpg').getByText(remote).waitFor();
  // The verdict is what it would be without them.
  const now = await results(page);
  expect(now.results.filter(({ file }) => file.endsWith('.mp4')).map(({ reason }) => reason)).toEqual([
    'noFace',
    'noFace',
  ]);
  await poll('the last file to be read', () =>
    card(page, 'none.jpg')
      .getByRole('button', { name: /^Save report/ })
      .isEnabled(),
  );
  expect(await credentials('none.jpg').count()).toBe(0);
  expect(await axeFindings(page)).toEqual([]);
  expect(requests).toBe(0);
}, 180_000);

test('the sample clips are made and checked: the manipulated one is found, the genuine one is not accused', async () => {
  const page = await open('?sample&frames=6');
  const { results: found } = await finished(page, 2);
  expect(found.map(({ file }) => file)).toEqual([
    'Sample, as photographed.webm',
    'Sample, with a swapped face.webm',
  ]);
  const [genuine, swapped] = found.map(({ verdict }) => verdict);
  expect(genuine).not.toBe('manipulated');
  expect(genuine).not.toBe('notChecked');
  expect(swapped).toBe('manipulated');
  await page.getByText(/^In “Sample, with a swapped face”/).waitFor();
  expect(page.url()).not.toContain('sample');
}, 120_000);
