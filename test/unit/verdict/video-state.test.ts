import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { VideoStateSchema } from '../../../src/verdict/types.ts';
import { VideoEvidence, type SeenFace } from '../../../src/verdict/video-evidence.ts';
import { TUNABLES } from '../../../src/verdict/tunables.ts';
import { videoState, type JudgedBy } from '../../../src/verdict/video-state.ts';
import { face, seen, thresholds } from './frames.ts';

const by: JudgedBy = { thresholds, modelVersion: 'trial', backend: 'wasm' };

/** The state after one frame a second, each with the faces that `at` gives for its number. */
function after(count: number, at: (second: number) => SeenFace[], judgedBy: JudgedBy = by) {
  const evidence = new VideoEvidence('direct');
  for (let second = 0; second < count; second++) evidence.add(seen(second, ...at(second)));
  return videoState(evidence, judgedBy);
}

describe('videoState', () => {
  it('is at work with no face to judge before the first face, and done after 16 frames without one', () => {
    const noFace = { kind: 'notChecked', reason: 'noFace' };
    expect(after(15, () => [])).toMatchObject({ phase: 'checking', verdict: noFace, probability: null });
    expect(after(16, () => [])).toMatchObject({ phase: 'done', verdict: noFace, framesJudged: 0 });
  });

  it('decides a clear video after 8 frames', () => {
    expect(after(7, () => [face(3)]).phase).toBe('checking');
    expect(after(8, () => [face(3)])).toMatchObject({ phase: 'done', verdict: { kind: 'manipulated' } });
    expect(after(8, () => [face(-3)])).toMatchObject({ phase: 'done', verdict: { kind: 'noSign' } });
  });

  it('ends an unclear video after 16 usable frames', () => {
    const undecided = { kind: 'unclear', reason: 'undecided' };
    expect(after(16, () => [face(0.1)])).toMatchObject({ phase: 'done', verdict: undecided });
  });

  it('ends a video in which faces are rare, with what there is', () => {
    const state = after(48, (second) => (second < 3 ? [face(3)] : []));
    expect(state).toMatchObject({ phase: 'done', verdict: { kind: 'unclear', reason: 'tooFewFrames' } });
  });

  it('calls a still picture unclear, whatever the detector says of it', () => {
    expect(after(1, () => [face(9)]).verdict).toEqual({ kind: 'unclear', reason: 'tooFewFrames' });
  });

  it('judges faces apart and takes the worst', () => {
    const state = after(8, () => [face(-3, 0.1), face(4, 0.7)]);
    expect(state.verdict.kind).toBe('manipulated');
    expect(state.faces.map(({ track, verdict }) => [track, verdict.kind])).toEqual([
      [1, 'noSign'],
      [2, 'manipulated'],
    ]);
  });

  it('does not call a video free of signs while one face in it is undecided', () => {
    const state = after(8, () => [face(-3, 0.1), face(0.1, 0.7)]);
    expect(state).toMatchObject({ phase: 'checking', verdict: { kind: 'unclear', reason: 'undecided' } });
  });

  it('is not kept from a verdict by someone who passes by', () => {
    const state = after(10, (second) => (second === 4 ? [face(-3, 0.1), face(3, 0.7)] : [face(-3, 0.1)]));
    expect(state).toMatchObject({ phase: 'done', verdict: { kind: 'noSign' } });
    expect(state.faces).toHaveLength(2);
  });

  it('judges the main faces together if nobody stays for long', () => {
    const hopping = after(8, (second) => [face(3, (second % 4) * 0.25)]);
    expect(hopping.faces.every(({ frames }) => frames < 4)).toBe(true);
    expect(hopping.verdict.kind).toBe('manipulated');
  });

  it('says what is wrong if all faces are small', () => {
    const state = after(16, () => [face(3, 0.4, { side: 40 })]);
    expect(state.verdict).toEqual({ kind: 'unclear', reason: 'smallFace' });
  });

  it('says where in a face the signs are: the mean of its frames, missing without a mask', () => {
    const mask = (value: number) => Array.from({ length: 64 }, () => value);
    const state = after(4, (second) => [face(3, 0.1, { mask: mask(second % 2) }), face(3, 0.7)]);
    expect(state.faces[0]?.mask).toEqual(mask(0.5));
    expect(state.faces[1]?.mask).toBeUndefined();
    expect(v.is(VideoStateSchema, state)).toBe(true);
  });

  it('says what an alarm is worth where fakes are rare, if the rates of its rule are known', () => {
    const rates = { truePositiveRate: 0.5, falsePositiveRate: 0.02, videos: 400 };
    const known = after(8, () => [face(3)], { ...by, rates });
    expect(known.precisionWhereRare).toBeCloseTo(0.2016, 3);
    expect(after(8, () => [face(3)]).precisionWhereRare).toBeUndefined();
  });

  it('stays within the bounds of the protocol, however long it is fed', () => {
    const crowd = (second: number) =>
      Array.from({ length: 8 }, (_, i) => face(1, ((i * 7 + second * 3) % 40) / 40, { side: 100 + i }));
    const state = after(300, crowd);
    expect(v.is(VideoStateSchema, state)).toBe(true);
    expect(Math.max(...state.faces.map(({ timeline }) => timeline.length))).toBeLessThanOrEqual(
      TUNABLES.framesKept,
    );
    expect(state).toMatchObject({ framesSeen: 300, framesJudged: 300 });
  });

  it('shows the timeline in the order of the video', () => {
    const evidence = new VideoEvidence('file');
    for (const second of [3, 1, 2, 0]) evidence.add(seen(second, face(second)));
    const times = videoState(evidence, by).faces[0]?.timeline.map(({ timeMs }) => timeMs);
    expect(times).toEqual([0, 1000, 2000, 3000]);
  });
});
