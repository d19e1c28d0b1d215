import { describe, expect, test } from 'vitest';
import { TUNABLES } from '../../../src/verdict/tunables.ts';
import { VideoEvidence } from '../../../src/verdict/video-evidence.ts';
import { videoState } from '../../../src/verdict/video-state.ts';
import { face } from './frames.ts';

const BY = {
  thresholds: { manipulated: 0.9, noSign: 0.1 },
  modelVersion: 'test',
  backend: 'wasm',
} as const;

function look(evidence: VideoEvidence, second: number, logOdds: number | null): void {
  const faces = logOdds === null ? [] : [face(logOdds)];
  evidence.add({ timeMs: second * 1000, quality: 'direct', aspect: 16 / 9, faces });
}

test('after "no face" a few frames of a new scene with a face give a verdict', () => {
  const evidence = new VideoEvidence('direct');
  for (let i = 0; i < TUNABLES.framesWithoutFace; i++) look(evidence, i, null);
  expect(videoState(evidence, BY)).toMatchObject({ phase: 'done', verdict: { reason: 'noFace' } });
  evidence.enterScene(1);
  const phases = Array.from({ length: TUNABLES.framesOfNewScene }, (_, i) => {
    look(evidence, 20 + i / 2, 3);
    return videoState(evidence, BY).phase;
  });
  expect(phases.indexOf('done')).toBe(TUNABLES.framesOfNewScene - 1);
  expect(videoState(evidence, BY).verdict).toEqual({ kind: 'manipulated' });
});

test('a new scene without a face is over after a few frames', () => {
  const evidence = new VideoEvidence('direct');
  for (let i = 0; i < TUNABLES.framesWithoutFace; i++) look(evidence, i, null);
  evidence.enterScene(1);
  for (let i = 0; i < TUNABLES.framesOfNewScene; i++) look(evidence, 20 + i, null);
  expect(videoState(evidence, BY)).toMatchObject({ phase: 'done', verdict: { reason: 'noFace' } });
});

test('another person in the same place after a cut is another face, and the worse one decides', () => {
  const evidence = new VideoEvidence('direct');
  for (let i = 0; i < TUNABLES.framesWanted; i++) look(evidence, i, -4);
  expect(videoState(evidence, BY).verdict).toEqual({ kind: 'noSign' });
  evidence.enterScene(1);
  look(evidence, TUNABLES.framesWanted, 4);
  expect(videoState(evidence, BY).phase).toBe('checking');
  for (let i = 1; i < TUNABLES.framesOfNewScene; i++) look(evidence, TUNABLES.framesWanted + i / 2, 4);
  const state = videoState(evidence, BY);
  expect(state).toMatchObject({ phase: 'done', verdict: { kind: 'manipulated' } });
  expect(state.faces.map(({ frames }) => frames)).toEqual([TUNABLES.framesWanted, TUNABLES.framesOfNewScene]);
});

test('a scene is entered once, and never left for an earlier one', () => {
  const evidence = new VideoEvidence('direct');
  look(evidence, 0, null);
  evidence.enterScene(2);
  look(evidence, 1, null);
  evidence.enterScene(2);
  evidence.enterScene(1);
  expect(evidence.scene).toBe(2);
  expect(evidence.look).toMatchObject({ kind: 'scene', seen: 1, withFace: 0 });
});

describe('a frame after the verdict', () => {
  /** Of a video with the verdict that nothing is seen in it. */
  function cleared(): VideoEvidence {
    const evidence = new VideoEvidence('direct');
    for (let i = 0; i < TUNABLES.framesWanted; i++) look(evidence, i, -4);
    expect(videoState(evidence, BY)).toMatchObject({ phase: 'done', verdict: { kind: 'noSign' } });
    evidence.conclude();
    return evidence;
  }

  /** The states after frames with these log-odds, half a second apart, for as long as more are wanted. */
  function looks(evidence: VideoEvidence, second: number, logOdds: readonly (number | null)[]) {
    const states = [];
    for (const [i, value] of logOdds.entries()) {
      look(evidence, second + i / 2, value);
      states.push(videoState(evidence, BY));
      if (states.at(-1)?.phase === 'done') break;
    }
    evidence.conclude();
    return states;
  }

  test.each([
    ['a low one', -4],
    ['one without a face', null],
  ])('is enough if it is %s', (_, value) => {
    const states = looks(cleared(), 60, [value, 4, 4]);
    expect(states).toMatchObject([{ phase: 'done', verdict: { kind: 'noSign' } }]);
  });

  test('opens the check again if it is a high one, and what was found before is kept', () => {
    const evidence = cleared();
    looks(evidence, 40, [-4]);
    const states = looks(evidence, 60, Array<number>(20).fill(4));
    expect(states[0]).toMatchObject({ phase: 'checking', framesJudged: TUNABLES.framesWanted + 2 });
    expect(states).toHaveLength(TUNABLES.framesOfStretch);
    const end = states.at(-1);
    expect(end?.phase).toBe('done');
    expect(end?.verdict).toMatchObject({ part: { stretch: { fromMs: 60_000, toMs: 63_500 } } });
    expect(end?.faces).toHaveLength(1);
  });

  test('is nothing more than a blink if the next one is low', () => {
    const states = looks(cleared(), 60, [4, -4, 4, 4]);
    expect(states.map(({ phase }) => phase)).toEqual(['checking', 'done']);
    expect(states[1]?.verdict).toEqual({ kind: 'noSign' });
  });

  test('two high ones of which end the reassurance, however many were low', () => {
    const evidence = cleared();
    for (let i = 0; i < 60; i++) looks(evidence, 20 + 10 * i, [-4]);
    expect(looks(evidence, 1000, [4, 4, -4]).at(-1)?.verdict).toMatchObject({
      kind: 'unclear',
      reason: 'stretch',
      part: { stretch: { fromMs: 1_000_000, toMs: 1_000_500 } },
    });
  });

  test('with the first face of a video is followed by enough to judge it', () => {
    const evidence = new VideoEvidence('direct');
    for (let i = 0; i < TUNABLES.framesWithoutFace; i++) look(evidence, i, null);
    expect(videoState(evidence, BY).phase).toBe('done');
    evidence.conclude();
    const states = looks(evidence, 40, Array<number>(20).fill(-4));
    expect(states).toHaveLength(TUNABLES.framesMinimum);
    expect(states.at(-1)?.verdict.kind).not.toBe('notChecked');
  });

  test('of a video whose evidence is lost begins a check from nothing', () => {
    const evidence = new VideoEvidence('direct');
    evidence.conclude();
    look(evidence, 60, -4);
    expect(evidence.look.kind).toBe('first');
    expect(videoState(evidence, BY).phase).toBe('checking');
  });
});

test('a check does not end early on a high frame', () => {
  const evidence = new VideoEvidence('direct');
  for (let i = 0; i < TUNABLES.framesToDecide - 1; i++) look(evidence, i, -4);
  look(evidence, TUNABLES.framesToDecide, 4);
  expect(videoState(evidence, BY).phase).toBe('checking');
});
