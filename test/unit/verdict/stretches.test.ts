import { describe, expect, it } from 'vitest';
import { calibrated } from '../../../src/verdict/aggregation/calibrated.ts';
import { VideoEvidence, type SeenFace } from '../../../src/verdict/video-evidence.ts';
import { videoState } from '../../../src/verdict/video-state.ts';
import { face, frames, seen, thresholds } from './frames.ts';

const HIGH = 2.75; // a score of 94, above the limit of 90
const LOW = -3;
const repeat = (n: number, value: number): number[] => Array.from({ length: n }, () => value);

/** Frames every 7.5 s of two minutes, as of a file, with these log-odds. */
function ofTwoMinutes(logOdds: readonly number[], stepMs = 7500) {
  return frames(...logOdds).map((frame, i) => ({ ...frame, timeMs: i * stepMs }));
}

function verdictOf(logOdds: readonly number[], stepMs?: number) {
  return calibrated(ofTwoMinutes(logOdds, stepMs), thresholds, 1).verdict;
}

describe('a run of high frames', () => {
  it.each([
    ['in the middle', [...repeat(7, LOW), ...repeat(3, HIGH), ...repeat(6, LOW)], 52_500, 67_500],
    ['at the start', [...repeat(2, HIGH), ...repeat(14, LOW)], 0, 7500],
    ['at the end', [...repeat(13, LOW), ...repeat(3, HIGH)], 97_500, 112_500],
    ['of half the video', [...repeat(8, HIGH), ...repeat(8, LOW)], 0, 52_500],
  ])('%s forbids "no sign" and is named', (_, logOdds, fromMs, toMs) => {
    expect(verdictOf(logOdds)).toEqual({
      kind: 'unclear',
      reason: 'stretch',
      part: { stretch: { fromMs, toMs } },
    });
  });

  it('is found whatever the order in which its frames came', () => {
    const inOrder = ofTwoMinutes([...repeat(7, LOW), ...repeat(3, HIGH), ...repeat(6, LOW)]);
    const mixed = [...inOrder.slice(8), ...inOrder.slice(0, 8).reverse()];
    expect(calibrated(mixed, thresholds, 1).verdict).toEqual(calibrated(inOrder, thresholds, 1).verdict);
  });

  it('names the longest of several', () => {
    const { part } = {
      part: undefined,
      ...verdictOf([HIGH, HIGH, ...repeat(5, LOW), ...repeat(4, HIGH), ...repeat(5, LOW)]),
    };
    expect(part).toEqual({ stretch: { fromMs: 52_500, toMs: 75_000 } });
  });

  it('is called manipulated by itself if it is long and clear enough', () => {
    const dense = [...repeat(20, LOW), ...repeat(12, 4), ...repeat(20, LOW)];
    expect(verdictOf(dense, 2000)).toEqual({
      kind: 'manipulated',
      part: { stretch: { fromMs: 40_000, toMs: 62_000 } },
    });
    const doubtful = dense.map((value) => (value > 0 ? HIGH : value));
    expect(verdictOf(doubtful, 2000)).toMatchObject({ kind: 'unclear', reason: 'stretch' });
  });

  it('is more than one high frame, and more than the same moment twice', () => {
    const one = [...repeat(7, LOW), HIGH, ...repeat(8, LOW)];
    expect(verdictOf(one)).toEqual({ kind: 'noSign' });
    const moment = [...repeat(7, LOW), HIGH, HIGH, ...repeat(7, LOW)];
    expect(verdictOf(moment, 40)).toEqual({ kind: 'noSign' });
  });

  it('is not made of frames that cannot be judged', () => {
    const turned = ofTwoMinutes([...repeat(7, LOW), ...repeat(3, HIGH), ...repeat(6, LOW)]).map((frame) =>
      frame.logOdds > 0 ? { ...frame, roll: 60 } : frame,
    );
    expect(calibrated(turned, thresholds, 1).verdict).toEqual({ kind: 'noSign' });
  });

  it('is no stretch of its own in a video that is in doubt as a whole', () => {
    expect(verdictOf([1.9, 2.4, 2.4, 1.8, 1.9, 1.7, 1.9, 1.8])).toEqual({
      kind: 'unclear',
      reason: 'undecided',
    });
  });

  it('leaves a video alone that is manipulated from end to end', () => {
    expect(verdictOf(repeat(16, 3))).toEqual({ kind: 'manipulated' });
  });
});

describe('the verdict on a video', () => {
  const by = { thresholds, modelVersion: 'trial', backend: 'wasm' } as const;

  function after(count: number, at: (second: number) => SeenFace[]) {
    const evidence = new VideoEvidence('file');
    for (let second = 0; second < count; second++) evidence.add(seen(second, ...at(second)));
    return videoState(evidence, by);
  }

  it('is not reassuring over a face that was high while it was seen, however briefly', () => {
    const state = after(16, (second) =>
      second >= 5 && second < 8 ? [face(LOW, 0.1), face(HIGH, 0.7)] : [face(LOW, 0.1)],
    );
    expect(state.verdict).toEqual({
      kind: 'unclear',
      reason: 'stretch',
      part: { stretch: { fromMs: 5000, toMs: 7000 }, face: { track: 2, of: 2 } },
    });
  });

  it('is not reassuring over a stretch in which everybody was another person', () => {
    const state = after(16, (second) => [
      second >= 5 && second < 8
        ? face(HIGH, 0.2 * (second - 4))
        : face(LOW, 0, { box: { x: 0, y: 0, width: 0.3, height: 0.5 } }),
    ]);
    expect(state.verdict).toMatchObject({
      kind: 'unclear',
      reason: 'stretch',
      part: { stretch: { fromMs: 5000, toMs: 7000 } },
    });
  });

  it('does not lose a stretch at the start of a file of many frames', () => {
    const state = after(200, (second) => [face(second < 24 ? HIGH : LOW)]);
    expect(state.verdict).toMatchObject({ part: { stretch: { fromMs: 0, toMs: 23_000 } } });
    expect(state.faces[0]?.timeline).toHaveLength(200);
  });

  it('names the face that it is about where there are others', () => {
    expect(after(8, () => [face(LOW, 0.1), face(0.1, 0.7)]).verdict).toEqual({
      kind: 'unclear',
      reason: 'undecided',
      part: { face: { track: 2, of: 2 } },
    });
    expect(after(8, () => [face(4, 0.1), face(LOW, 0.7)]).verdict).toEqual({
      kind: 'manipulated',
      part: { face: { track: 1, of: 2 } },
    });
    expect(after(8, () => [face(LOW, 0.1), face(LOW, 0.7)]).verdict).toEqual({ kind: 'noSign' });
  });

  it('waits for more frames while the newest are high', () => {
    const rising = (second: number) => [face(second < 14 ? LOW : 4)];
    expect(after(16, rising)).toMatchObject({ phase: 'checking', framesWanted: 24 });
    expect(after(24, rising).phase).toBe('done');
    expect(after(24, rising).verdict).toMatchObject({
      kind: 'manipulated',
      part: { stretch: { fromMs: 14_000 } },
    });
  });
});
