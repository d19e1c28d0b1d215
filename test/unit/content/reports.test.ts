import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { VideoCheck } from '../../../src/content/video-check.ts';
import { TrustedTarget } from './trusted.ts';

const said: [string, unknown][] = [];
let answer: () => void = () => undefined;
vi.mock('../../../src/messages/send.ts', () => ({
  send: (name: string, request: unknown) => {
    said.push([name, request]);
    return new Promise<object>((resolve) => (answer = () => resolve({})));
  },
}));
const { Reports } = await import('../../../src/content/reports.ts');

const turn = () => new Promise((resolve) => setTimeout(resolve));
async function answerAll(): Promise<void> {
  for (let i = 0; i < 20; i++) {
    answer();
    await turn();
  }
}

let life: AbortController;
beforeEach(() => {
  said.length = 0;
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

it('has one message on its way, however often a page changes a video', async () => {
  const subject = reports();
  const video = check('v-1');
  for (let epoch = 0; epoch < 500; epoch++) {
    subject.changed(video);
    subject.released({ video: 'v-1', epoch });
    await Promise.resolve();
  }
  expect(said).toHaveLength(1);
  await answerAll();
  expect(said.filter(([name]) => name === 'background.report').length).toBeLessThanOrEqual(2);
  expect(said.filter(([name]) => name === 'engine.release')).toEqual([
    ['engine.release', { key: { video: 'v-1', epoch: 499 } }],
  ]);
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
