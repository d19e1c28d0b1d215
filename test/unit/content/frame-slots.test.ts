import { expect, test, vi } from 'vitest';
import { FrameSlots } from '../../../src/content/frame-slots.ts';

const over = (): void => undefined;
const NEW = { asked: false, frames: 0 };
const ASKED = { asked: true, frames: 0 };

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
  const turns = new FrameSlots();
  const { started, job, end } = jobs();
  for (const name of ['a', 'b', 'c']) turns.take(name, NEW, job(name), over);
  turns.take('asked', ASKED, job('asked'), over);
  expect(started).toEqual(['a', 'b']);
  await end('a');
  expect(started).toEqual(['a', 'b', 'asked']);
  await end('b');
  expect(started).toEqual(['a', 'b', 'asked', 'c']);
});

test('of many videos the first have their verdicts before the others have most of their frames', async () => {
  const WANTED = 4;
  const turns = new FrameSlots();
  let judged = 0;
  /** How many frames of all videos were judged when each of them had its verdict. */
  const judgedThen: number[] = [];
  const watch = (name: string, frames: number, done: () => void): void => {
    const job = (): Promise<void> => {
      judged++;
      return Promise.resolve();
    };
    turns.take(name, { asked: false, frames }, job, () => {
      if (frames + 1 < WANTED) {
        watch(name, frames + 1, done);
        return;
      }
      judgedThen.push(judged);
      done();
    });
  };
  await Promise.all(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => new Promise<void>((resolve) => watch(name, 0, resolve))),
  );
  expect(judgedThen[0]).toBeLessThanOrEqual(2 * WANTED);
  expect(judgedThen[2]).toBeLessThanOrEqual(4 * WANTED);
  expect(judged).toBe(6 * WANTED);
});

test('one video has one turn at a time', async () => {
  const turns = new FrameSlots();
  const { started, job, end } = jobs();
  turns.take('a', NEW, job('first'), over);
  turns.take('a', NEW, job('second'), over);
  expect(started).toEqual(['first']);
  expect(turns.has('a')).toBe(true);
  await end('first');
  expect(turns.has('a')).toBe(false);
  turns.take('a', NEW, job('third'), over);
  expect(started).toEqual(['first', 'third']);
});

test('a video that is gone gives up its place', async () => {
  const turns = new FrameSlots();
  const { started, job, end } = jobs();
  for (const name of ['a', 'b', 'c', 'd']) turns.take(name, NEW, job(name), over);
  turns.leave('c');
  await end('a');
  expect(started).toEqual(['a', 'b', 'd']);
});

test('a video may take another turn once it is told that its own is over', async () => {
  const turns = new FrameSlots();
  const { started, job, end } = jobs();
  turns.take('a', NEW, job('first'), () => turns.take('a', NEW, job('second'), over));
  await end('first');
  expect(started).toEqual(['first', 'second']);
});

test('a job that never ends loses its place, and its video is told', async () => {
  vi.useFakeTimers();
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const turns = new FrameSlots();
  const never = () => new Promise<void>(() => undefined);
  const ends: [string, boolean][] = [];
  for (const name of ['a', 'b']) turns.take(name, NEW, never, (late) => ends.push([name, late]));
  turns.take(
    'c',
    NEW,
    () => Promise.resolve(),
    (late) => ends.push(['c', late]),
  );
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(ends).toEqual([
    ['a', true],
    ['c', false],
    ['b', true],
  ]);
  vi.useRealTimers();
});

test('where energy is saved, frames that nobody asked for go one every two seconds', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
  try {
    const turns = new FrameSlots(() => true);
    const started: string[] = [];
    const take = (name: string, asked = false): void =>
      turns.take(name, { asked, frames: 0 }, () => Promise.resolve(void started.push(name)), over);
    for (const name of ['a', 'b', 'c']) take(name);
    expect(started).toEqual(['a']);
    take('asked', true);
    await vi.advanceTimersByTimeAsync(1900);
    expect(started).toEqual(['a', 'asked']);
    await vi.advanceTimersByTimeAsync(200);
    expect(started).toEqual(['a', 'asked', 'b']);
    await vi.advanceTimersByTimeAsync(2000);
    expect(started).toEqual(['a', 'asked', 'b', 'c']);
  } finally {
    vi.useRealTimers();
  }
});
