import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { VideoCheck } from '../../../src/content/video-check.ts';
import { TrustedTarget } from './trusted.ts';

const said: [string, unknown][] = [];
let answers = new Map<string, () => void>();
vi.mock('../../../src/messages/send.ts', () => ({
  send: (name: string, request: unknown) => {
    said.push([name, request]);
    return new Promise<object>((resolve) => answers.set(name, () => resolve({})));
  },
}));
const { Reports } = await import('../../../src/content/reports.ts');

const turn = () => new Promise((resolve) => setTimeout(resolve));
async function answerAll(): Promise<void> {
  for (let i = 0; i < 20; i++) {
    for (const answer of answers.values()) answer();
    await turn();
  }
}

let life: AbortController;
beforeEach(() => {
  said.length = 0;
  answers = new Map();
  life = new AbortController();
  vi.stubGlobal('window', new TrustedTarget());
});
afterEach(() => {
  life.abort();
  vi.unstubAllGlobals();
});

const reports = () =>
  new Reports({ signal: life.signal, alive: () => !life.signal.aborted, end: () => life.abort() });
// Only these are read of it.
const check = (id: string) => ({ id, report: { of: id } }) as unknown as VideoCheck;

it('has one message on its way to the background and one to the engine, however often a page changes a video', async () => {
  const subject = reports();
  const video = check('v-1');
  for (let epoch = 0; epoch < 500; epoch++) {
    subject.changed(video);
    subject.released({ video: 'v-1', epoch });
    await Promise.resolve();
  }
  expect(said).toHaveLength(2);
  await answerAll();
  expect(said.filter(([name]) => name === 'background.report').length).toBeLessThanOrEqual(2);
  const releases = said.filter(([name]) => name === 'engine.release');
  expect(releases.length).toBeLessThanOrEqual(2);
  expect(releases.at(-1)).toEqual(['engine.release', { key: { video: 'v-1', epoch: 499 } }]);
});

it('tells the background of a change though the engine does not answer', async () => {
  const subject = reports();
  subject.released({ video: 'v-1', epoch: 1 });
  await turn();
  subject.changed(check('v-2'));
  await turn();
  expect(said.map(([name]) => name)).toEqual(['engine.release', 'background.report']);
});

it('tells that a video is gone only where it was told of it', async () => {
  const subject = reports();
  const [known, unknown] = [check('v-1'), check('v-2')];
  subject.changed(known);
  await answerAll();
  subject.gone(known);
  subject.gone(unknown);
  await answerAll();
  expect(said.map(([name]) => name)).toEqual(['background.report', 'background.remove']);
});

it('says that the page is left, but not because a script of the page says so', async () => {
  reports();
  window.dispatchEvent(new Event('pagehide'));
  await answerAll();
  expect(said).toEqual([['background.left', {}]]);
  said.length = 0;
  vi.stubGlobal('window', new EventTarget());
  reports();
  window.dispatchEvent(new Event('pagehide'));
  await answerAll();
  expect(said).toEqual([]);
});
