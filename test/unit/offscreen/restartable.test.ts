import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LateError } from '../../../src/messages/timers.ts';
import { Restartable } from '../../../src/offscreen/restartable.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('a start that failed is tried again when it is wanted later, not at once', async () => {
  let tries = 0;
  const starting = new Restartable('It', 1000, () =>
    ++tries < 2 ? Promise.reject(new Error('no')) : Promise.resolve('there'),
  );
  await expect(starting.get()).rejects.toThrow('no');
  await expect(starting.get()).rejects.toThrow('no');
  expect(tries).toBe(1);
  vi.advanceTimersByTime(11_000);
  expect(await starting.get()).toBe('there');
  expect(await starting.get()).toBe('there');
  expect(tries).toBe(2);
});

it('the pauses between tries grow', async () => {
  let tries = 0;
  const starting = new Restartable('It', 1000, () => {
    tries++;
    return Promise.reject(new Error('no'));
  });
  for (let second = 0; second < 600; second++) {
    await starting.get().catch(() => undefined);
    vi.advanceTimersByTime(1000);
  }
  expect(tries).toBeGreaterThan(3);
  expect(tries).toBeLessThan(10);
});

it('a start that hangs fails in time, and the next one may go well', async () => {
  let tries = 0;
  const starting = new Restartable('It', 1000, () =>
    ++tries < 2 ? new Promise<string>(() => undefined) : Promise.resolve('there'),
  );
  const first = expect(starting.get()).rejects.toBeInstanceOf(LateError);
  await vi.advanceTimersByTimeAsync(1001);
  await first;
  await vi.advanceTimersByTimeAsync(11_000);
  expect(await starting.get()).toBe('there');
});
