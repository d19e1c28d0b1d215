import { describe, expect, it } from 'vitest';
import { denserTimes } from '../../../../src/pages/check-files/denser.ts';
import { framePlan, sampleTimes, unevenTimes } from '../../../../src/pages/check-files/sample-times.ts';
import { lookTimes, missedShots, shotsIn, type ShotSample } from '../../../../src/pages/check-files/shots.ts';
import { framesForLength } from '../../../../src/verdict/frames-for-length.ts';
import { aFace, aState } from '../../reports.ts';
import { VideoEvidence } from '../../../../src/verdict/video-evidence.ts';
import { videoState } from '../../../../src/verdict/video-state.ts';
import { face, seen } from '../../verdict/frames.ts';

describe('how many frames', () => {
  it('is what was asked for, or what the length calls for', () => {
    expect(framePlan('?frames=5')).toEqual({ frames: 5, exact: true });
    expect(framePlan('')).toEqual({ frames: 16, exact: false });
    expect(framesForLength(10_000, 16)).toBe(16);
    expect(framesForLength(120_000, 16)).toBe(30);
    expect(framesForLength(2 * 3600_000, 16)).toBe(64);
  });
});

describe('when frames are taken', () => {
  it.each([
    [120_000, 4000],
    [120_000, 2000],
    [48_000, 3000],
    [16_000, 1000],
    [30_000, 1875],
  ])('of %d ms of a loop of %d ms they show different moments of it', (durationMs, loopMs) => {
    const times = unevenTimes(durationMs, framesForLength(durationMs, 16));
    const moments = new Set(times.map((time) => Math.round((time % loopMs) / 40)));
    expect(moments.size).toBeGreaterThanOrEqual(8);
  });

  it('is in the part that each stands for', () => {
    const even = sampleTimes(120_000, 30);
    const times = unevenTimes(120_000, 30);
    for (const [i, time] of times.entries())
      expect(Math.abs(time - (even[i] ?? 0))).toBeLessThanOrEqual(2000 / 3);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });
});

/** Looks once a second, each as bright as given. */
const looks = (...brightness: number[]): ShotSample[] =>
  brightness.map((value, second) => ({ timeMs: second * 1000 + 500, brightness: [value, value] }));

describe('shots', () => {
  it('are looked for only where frames lie far apart, and at most 240 times', () => {
    expect(lookTimes(4000, 16)).toEqual([]);
    expect(lookTimes(60_000, 16)).toHaveLength(60);
    expect(lookTimes(3 * 3600_000, 64)).toHaveLength(240);
  });

  it('begin where the picture changes at once, not where it does so slowly', () => {
    expect(shotsIn(looks(0.1, 0.12, 0.8, 0.81, 0.2)).map((shot) => shot.length)).toEqual([2, 2, 1]);
    expect(shotsIn(looks(0.1, 0.15, 0.2, 0.25, 0.3))).toHaveLength(1);
  });

  it('that no frame is in get one, the longest first', () => {
    const seen = looks(0, 0, 0, 0.9, 0.9, 0, 0.9, 0, 0, 0);
    expect(missedShots(seen, [1500, 8500], 9)).toEqual([4500, 5500, 6500]);
    expect(missedShots(seen, [1500, 8500], 1)).toEqual([4500]);
    expect(
      missedShots(
        seen,
        seen.map(({ timeMs }) => timeMs),
        9,
      ),
    ).toEqual([]);
  });
});

describe('closer looks', () => {
  const LIMIT = 0.8;
  const state = (probabilities: readonly number[], kind: 'noSign' | 'manipulated' = 'noSign') =>
    aState(
      { kind },
      {
        suspiciousFrom: LIMIT,
        faces: [
          aFace({ timeline: probabilities.map((probability, i) => ({ timeMs: i * 4000, probability })) }),
        ],
      },
    );
  const taken = [0, 4000, 8000, 12_000, 16_000];

  it('are taken on both sides of suspicious frames, and between them', () => {
    const more = denserTimes(state([0.1, 0.1, 0.9, 0.9, 0.1]), taken, 20_000, 16);
    expect(more).toEqual([6000, 10_000, 14_000]);
  });

  it('come for a single one, too, and are as many as there is room for', () => {
    expect(denserTimes(state([0.1, 0.9, 0.1, 0.1, 0.1]), taken, 20_000, 16)).toEqual([2000, 6000]);
    expect(denserTimes(state([0.9, 0.9, 0.9, 0.9, 0.1]), taken, 20_000, 2)).toHaveLength(2);
  });

  it('end where frames lie half a second apart', () => {
    const close = [0, 500, 1000, 1500, 2000];
    const dense = aState(
      { kind: 'noSign' },
      { suspiciousFrom: LIMIT, faces: [aFace({ timeline: [{ timeMs: 1000, probability: 0.95 }] })] },
    );
    expect(denserTimes(dense, close, 2400, 16)).toEqual([]);
  });

  it('are not needed where nothing is suspicious or the verdict accuses already', () => {
    expect(denserTimes(state([0.1, 0.2, 0.3, 0.7, 0.1]), taken, 20_000, 16)).toEqual([]);
    expect(denserTimes(state([0.9, 0.9, 0.9, 0.9, 0.9], 'manipulated'), taken, 20_000, 16)).toEqual([]);
  });
});

describe('a swapped face in 24 s of two minutes', () => {
  const by = {
    thresholds: { manipulated: 0.9, noSign: 0.3 },
    modelVersion: 'trial',
    backend: 'wasm',
  } as const;
  const [from, to, end] = [54_000, 78_000, 120_000];
  /** Frames of a long file lie 4 s apart, a third more at most. */
  const MOST_BETWEEN = 5334;

  /** As `check-video.ts` goes about it, over a score at each time. */
  function check(logOddsAt: (timeMs: number) => number) {
    const evidence = new VideoEvidence('file');
    const taken: number[] = [];
    const judge = (times: readonly number[]) => {
      for (const timeMs of times) {
        taken.push(timeMs);
        evidence.add({ ...seen(timeMs / 1000, face(logOddsAt(timeMs))), quality: 'file' });
      }
      return videoState(evidence, by);
    };
    let state = judge(unevenTimes(end, framesForLength(end, 16)));
    const first = state;
    for (let look = 0; look < 3; look++) state = judge(denserTimes(state, taken, end, 16));
    return { first, state, taken };
  }

  it.each([
    ['clear', 4],
    ['just above the limit', 2.3],
  ])('is never "no sign", and is named, be its score %s', (_, high) => {
    const { first, state } = check((timeMs) => (timeMs >= from && timeMs <= to ? high : -4));
    for (const { verdict } of [first, state]) {
      expect(verdict.kind).not.toBe('noSign');
      const stretch = 'part' in verdict ? verdict.part?.stretch : undefined;
      expect(stretch?.fromMs).toBeGreaterThanOrEqual(from);
      expect(stretch?.fromMs).toBeLessThan(from + MOST_BETWEEN);
      expect(stretch?.toMs).toBeLessThanOrEqual(to);
      expect(stretch?.toMs).toBeGreaterThan(to - MOST_BETWEEN);
    }
  });

  it('is looked at more closely than the rest', () => {
    const { taken } = check((timeMs) => (timeMs >= from && timeMs <= to ? 2.3 : -4));
    const inside = taken.filter((timeMs) => timeMs >= from && timeMs <= to).length;
    const outside = taken.length - inside;
    expect(inside / (to - from)).toBeGreaterThan((3 * outside) / (end - (to - from)));
  });

  it('changes nothing where it is not', () => {
    const { state, taken } = check(() => -4);
    expect(state.verdict).toEqual({ kind: 'noSign' });
    expect(taken).toHaveLength(30);
  });
});
