import { expect, test } from 'vitest';
import { dueInSweep } from '../../../src/content/sweep.ts';

const MANY = 2000;
const near = (from: number, to: number) => Array.from({ length: MANY }, (_, i) => i >= from && i < to);
const count = (due: readonly boolean[]) => due.filter(Boolean).length;

test('the first sweep looks at all', () => {
  expect(count(dueInSweep(near(0, 0), 0))).toBe(MANY);
});

test('what lies beside the videos near the screen is looked at every time, of the rest a part', () => {
  for (const sweep of [1, 2, 3, 4]) {
    const due = dueInSweep(near(1000, 1006), sweep);
    expect(due.slice(976, 1030)).not.toContain(false);
    expect(count(due)).toBeLessThan(MANY / 3);
  }
});

test('after some sweeps none was left out', () => {
  const due = [1, 2, 3, 4].map((sweep) => dueInSweep(near(5, 9), sweep));
  for (let i = 0; i < MANY; i++) expect(due.some((one) => one[i])).toBe(true);
});
