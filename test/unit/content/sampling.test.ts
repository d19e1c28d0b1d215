import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BETWEEN_FRAMES_MS, BETWEEN_HURRIED_FRAMES_MS } from '../../../src/content/pace.ts';
import {
  betweenFrames,
  CALLBACK_PATIENCE_MS,
  nextAction,
  type SamplingFacts,
} from '../../../src/content/sampling.ts';
import { TUNABLES } from '../../../src/verdict/tunables.ts';

const READY: SamplingFacts = {
  wanted: true,
  eligible: true,
  hasFrame: true,
  playing: true,
  busy: false,
  now: 100_000,
  lastFrameAt: -Infinity,
  taken: 1,
  fresh: true,
  armedAt: null,
};
const action = (change: Partial<SamplingFacts>) => nextAction({ ...READY, ...change });

test('a playing video is taken with its next presented frame', () => expect(action({})).toBe('arm'));

test('nothing happens before a second has passed', () => {
  expect(action({ lastFrameAt: READY.now - BETWEEN_FRAMES_MS / 2 })).toBe('nothing');
  expect(action({ lastFrameAt: READY.now - BETWEEN_FRAMES_MS })).toBe('arm');
});

test('where a person waits, a check of sixteen frames takes less than six seconds', () => {
  expect(16 * BETWEEN_HURRIED_FRAMES_MS).toBeLessThan(6000);
  const lastFrameAt = READY.now - BETWEEN_HURRIED_FRAMES_MS;
  expect(action({ hurried: true, lastFrameAt })).toBe('arm');
  expect(action({ hurried: false, lastFrameAt })).toBe('nothing');
});

test.for([1, 2, 4])('of a loop of %d s enough different frames are taken', (seconds) => {
  const shown = new Set<number>();
  let time = 0;
  for (let taken = 1; taken <= 16; taken++) {
    shown.add(Math.floor((time % (seconds * 1000)) / 40));
    time += betweenFrames({ taken });
  }
  expect(shown.size).toBeGreaterThanOrEqual(TUNABLES.framesToDecide);
});

test('the clock takes over where the frame callback stays out', () => {
  expect(action({ armedAt: READY.now - CALLBACK_PATIENCE_MS + 1 })).toBe('nothing');
  expect(action({ armedAt: READY.now - CALLBACK_PATIENCE_MS })).toBe('take');
});

test('the picture of a player that stalled is taken once', () => {
  expect(action({ armedAt: READY.now - CALLBACK_PATIENCE_MS, fresh: false })).toBe('nothing');
});

test('a standing picture is taken once', () => {
  expect(action({ playing: false })).toBe('take');
  expect(action({ playing: false, fresh: false })).toBe('nothing');
});

test('scrubbing through a standing video does not make more frames than playing it', () => {
  expect(action({ playing: false, lastFrameAt: READY.now - 100 })).toBe('nothing');
});

test('a pending callback is given up when the video goes out of sight', () => {
  expect(action({ eligible: false, armedAt: READY.now })).toBe('disarm');
});

test('no frame is ever taken of a video that is unwanted, out of sight, empty or busy', () => {
  const facts = fc.record({
    wanted: fc.boolean(),
    eligible: fc.boolean(),
    hasFrame: fc.boolean(),
    playing: fc.boolean(),
    busy: fc.boolean(),
    now: fc.nat(1e6),
    lastFrameAt: fc.constantFrom(-Infinity, 0, 5e5),
    taken: fc.nat(100),
    fresh: fc.boolean(),
    armedAt: fc.option(fc.nat(1e6)),
  });
  fc.assert(
    fc.property(facts, (all) => {
      const next = nextAction(all);
      if (!all.wanted || !all.eligible || !all.hasFrame || all.busy)
        expect(['nothing', 'disarm']).toContain(next);
    }),
  );
});
