import { expect, test } from 'vitest';
import { Turns } from '../../../src/content/turns.ts';

const over = (): void => undefined;

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
  for (const name of ['a', 'b', 'c']) turns.take(name, false, job(name), over);
  turns.take('asked', true, job('asked'), over);
  expect(started).toEqual(['a', 'b']);
  await end('a');
  expect(started).toEqual(['a', 'b', 'asked']);
  await end('b');
  expect(started).toEqual(['a', 'b', 'asked', 'c']);
});

test('one video has one turn at a time', async () => {
  const turns = new Turns();
  const { started, job, end } = jobs();
  turns.take('a', false, job('first'), over);
  turns.take('a', false, job('second'), over);
  expect(started).toEqual(['first']);
  expect(turns.has('a')).toBe(true);
  await end('first');
  expect(turns.has('a')).toBe(false);
  turns.take('a', false, job('third'), over);
  expect(started).toEqual(['first', 'third']);
});

test('a video that is gone gives up its place', async () => {
  const turns = new Turns();
  const { started, job, end } = jobs();
  for (const name of ['a', 'b', 'c', 'd']) turns.take(name, false, job(name), over);
  turns.leave('c');
  await end('a');
  expect(started).toEqual(['a', 'b', 'd']);
});

test('a video may take another turn once it is told that its own is over', async () => {
  const turns = new Turns();
  const { started, job, end } = jobs();
  turns.take('a', false, job('first'), () => turns.take('a', false, job('second'), over));
  await end('first');
  expect(started).toEqual(['first', 'second']);
});
