import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileResult } from '../../../../src/pages/check-files/results.ts';
import { framesWanted, sampleTimes } from '../../../../src/pages/check-files/sample-times.ts';
import { summary } from '../../../../src/pages/check-files/summary.ts';
import { aFace, aState } from '../../reports.ts';
import { aRecord, anItem } from './records.ts';

describe('the result of a file', () => {
  it('holds verdict, evidence and what judged it', () => {
    const state = aState(
      { kind: 'manipulated' },
      { probability: 0.93, faces: [aFace({ thumbnail: 'data:…' })] },
    );
    const result = fileResult(2, 'a.mp4', { state, failure: null, ms: 812.4 });
    expect(result).toMatchObject({
      index: 2,
      file: 'a.mp4',
      verdict: 'manipulated',
      probability: 0.93,
      frames: 8,
      framesSeen: 10,
      model: '1.0.0',
      backend: 'wasm',
      ms: 812,
    });
    expect(result).not.toHaveProperty('reason');
    expect(result.faces[0]).not.toHaveProperty('thumbnail');
  });

  it('says why there is no verdict', () => {
    expect(fileResult(0, 'x.txt', { state: null, failure: 'unreadable', ms: 3 })).toMatchObject({
      verdict: 'notChecked',
      reason: 'unreadable',
      probability: null,
      faces: [],
    });
  });
});

describe('the frames taken', () => {
  it('are evenly spread, in order, inside the medium', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e7, noNaN: true }),
        fc.integer({ min: 1, max: 256 }),
        (duration, n) => {
          const times = sampleTimes(duration, n);
          expect(times.length).toBeGreaterThanOrEqual(1);
          expect(times.length).toBeLessThanOrEqual(n);
          expect(times.every((time, i) => time > (times[i - 1] ?? 0) && time < duration)).toBe(true);
        },
      ),
    );
  });

  it('are as many as asked for, unless they would repeat one another', () => {
    expect(sampleTimes(10_000, 16)).toHaveLength(16);
    expect(sampleTimes(40, 16)).toEqual([20]);
    expect(sampleTimes(1, 16)).toEqual([0.5]);
  });

  it.each([
    ['', 16],
    ['?frames=4', 4],
    ['?frames=0', 16],
    ['?frames=1e9', 16],
    ['?frames=lots', 16],
  ])('for %j are %i', (query, frames) => {
    expect(framesWanted(query)).toBe(frames);
  });
});

describe('the summary', () => {
  const done = anItem({ record: aRecord() });

  it('tells how far it is, then how it ended', () => {
    expect(summary([])).toBe('');
    expect(summary([done, anItem({ status: 'waiting' })])).toBe('1 of 2 files checked');
    const failed = anItem({ record: aRecord({ state: null, failure: 'unreadable' }) });
    expect(summary([done, failed])).toBe(
      'All 2 files done. No sign of a swapped or edited face: 1, Could not check: 1.',
    );
  });
});
