import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { browser, resetBrowser } from '../../fake-browser.ts';
import { anAdaptation } from '../../adaptation-states.ts';
import type { AdaptationState } from '../../../../src/messages/adaptation.ts';
import type { Loaded } from '../../../../src/pages/shared/loaded.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));
const { followAdaptation } = await import('../../../../src/pages/shared/follow-adaptation.ts');

const ORIGIN = 'https://video.example';
let answer: () => unknown;
let asked: string[];
let stop: AbortController;
const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);

beforeEach(() => {
  resetBrowser();
  vi.useFakeTimers();
  error.mockClear();
  asked = [];
  stop = new AbortController();
  answer = () => ({ ok: true, value: anAdaptation() });
  browser.runtime.sendMessage.mockImplementation((message) => {
    const { name } = message as { name: string };
    asked.push(name);
    return Promise.resolve(name === 'background.engine' ? { ok: true, value: { created: true } } : answer());
  });
});

afterEach(() => {
  stop.abort();
  vi.useRealTimers();
});

function follow(hidden = () => false): Loaded<AdaptationState>[] {
  const told: Loaded<AdaptationState>[] = [];
  void followAdaptation(ORIGIN, (each) => told.push(each), stop.signal, hidden);
  return told;
}

it('tells how things stand, again and again, until it is left', async () => {
  const told = follow();
  await vi.advanceTimersByTimeAsync(5000);
  expect(told).toHaveLength(3);
  expect(told[0]).toMatchObject({ status: 'loaded', value: { phase: 'gathering' } });
  stop.abort();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).toHaveLength(3);
});

it('wakes the engine once; one that goes to sleep is left asleep and its last word stands', async () => {
  const told = follow();
  await vi.advanceTimersByTimeAsync(100);
  answer = () => undefined;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).not.toContain('background.engine');
  expect(told.map(({ status }) => status)).toEqual(['loaded']);
  expect(error).not.toHaveBeenCalled();
});

it('wakes an engine that was lost in the middle of a round', async () => {
  answer = () => ({ ok: true, value: anAdaptation({ phase: 'training', progress: 0.5 }) });
  const told = follow();
  await vi.advanceTimersByTimeAsync(100);
  answer = () => (asked.includes('background.engine') ? { ok: true, value: anAdaptation() } : undefined);
  await vi.advanceTimersByTimeAsync(3000);
  expect(asked).toContain('background.engine');
  expect(told.at(-1)).toMatchObject({ status: 'loaded', value: { phase: 'gathering' } });
});

it('gives up after a few failures, with words', async () => {
  answer = () => ({ ok: false, notice: { code: 'databaseDamaged' }, error: 'damaged' });
  const told = follow();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual(
    Array.from({ length: 3 }, () => ({
      status: 'failed',
      why: 'What was learned is damaged and cannot be read. Delete it for all sites.',
    })),
  );
});

it('has words for an engine that never answers', async () => {
  answer = () => undefined;
  const told = follow();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toHaveLength(3);
  expect(told[0]).toMatchObject({
    status: 'failed',
    why: expect.stringContaining('did not answer') as string,
  });
});

it('asks nothing while the page is out of sight', async () => {
  let hidden = true;
  const told = follow(() => hidden);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toEqual([]);
  hidden = false;
  await vi.advanceTimersByTimeAsync(2500);
  expect(told).toHaveLength(1);
});
