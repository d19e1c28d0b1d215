import { expect, test } from 'vitest';
import { Turns } from '../../../src/content/turns.ts';

/** Jobs that end when told to. */
function jobs() {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const job = (name: string) => () => {
    started.push(name);
    return new Promise<void>((resolve) => ends.set(name, resolve));
  };
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { started, job, end };
}

test('two at most at a time, those asked for by the user first', async () => {
  const turns = new Turns();
  const { started, job, end } = jobs();
  for (const name of ['a', 'b', 'c']) turns.take(name, false, job(name));
  turns.take('asked', true, job('asked'));
  expect(started).toEqual(['a', 'b']);
  await end('a');
  expect(started).toEqual(['a', 'b', 'asked']);
  await end('b');
  expect(started).toEqual(['a', 'b', 'asked', 'c']);
});

test('one video has one turn at a time', async () => {
  const turns = new Turns();
  const { started, job, end } = jobs();
  turns.take('a', false, job('first'));
  turns.take('a', false, job('second'));
  expect(started).toEqual(['first']);
  expect(turns.has('a')).toBe(true);
  await end('first');
  expect(turns.has('a')).toBe(false);
  turns.take('a', false, job('third'));
  expect(started).toEqual(['first', 'third']);
});

test('a video that is gone gives up its place', async () => {
  const turns = new Turns();
  const { started, job, end } = jobs();
  for (const name of ['a', 'b', 'c', 'd']) turns.take(name, false, job(name));
  turns.leave('c');
  await end('a');
  expect(started).toEqual(['a', 'b', 'd']);
});
