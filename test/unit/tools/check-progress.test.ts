import { expect, test } from 'vitest';
import { CheckProgress, progressWords } from '../../../tools/check/progress.ts';

function watched(json: boolean, terminal: boolean) {
  let written = '';
  let now = 0;
  const progress = new CheckProgress(
    2,
    json,
    terminal,
    (text) => (written += text),
    () => now,
  );
  return { progress, written: () => written, pass: (ms: number) => (now += ms) };
}

test('in a pipe each file is a line, and a long one says now and then how far it is', () => {
  const { progress, written, pass } = watched(false, false);
  progress.start();
  progress.within('a.mp4', 'frame 1 of 30', 1 / 30);
  expect(written()).toBe('');
  pass(31_000);
  progress.within('a.mp4', 'frame 9 of 30', 0.3);
  progress.done('a.mp4');
  expect(written()).toBe('0 of 2 files done; a.mp4: frame 9 of 30\n1 of 2: a.mp4\n');
});

test('beside lines of JSON, which tell of each file, only a long file is told of', () => {
  const { progress, written, pass } = watched(true, false);
  progress.done('a.mp4');
  expect(written()).toBe('');
  pass(31_000);
  progress.within('b.mp4', progressWords({ phase: 'looking', framesDone: 7, framesTotal: 60 }), 0.1);
  expect(written()).toBe('1 of 2 files done; b.mp4: looking for cuts, look 7 of 60\n');
});

test('a terminal shows a bar', () => {
  const { progress, written } = watched(false, true);
  progress.start();
  progress.done('a.mp4');
  progress.done('b.mp4');
  expect(written()).toMatch(/1 of 2/);
  expect(written().endsWith('2 of 2\n')).toBe(true);
});
