import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admit, similarity, trim, type Candidate } from '../../../src/adaptation/samples/reservoir.ts';
import { LIMITS } from '../../../src/adaptation/tunables.ts';
import { DAY_MS, map, NOW } from './samples.ts';

const SMALL = { ...LIMITS, faces: 12, sampleBytes: 1200, facesPerVideo: 4 };

function candidate(given: Partial<Candidate> & { id: string }): Candidate {
  const seed = Array.from(given.id).reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7);
  return { video: 'v', takenAt: NOW, trusted: false, face: map(seed, 16), bytes: 100, ...given };
}

function fill(samples: readonly Candidate[], limits = SMALL, kept: Candidate[] = []): Candidate[] {
  return samples.reduce((before, fresh) => {
    const { keep, drop } = admit(before, fresh, NOW, limits);
    const after = before.filter(({ id }) => !drop.includes(id));
    return keep ? [...after, fresh] : after;
  }, kept);
}

const ids = (samples: readonly Candidate[]): string[] => samples.map(({ id }) => id);
const of = (samples: readonly Candidate[], video: string): Candidate[] =>
  samples.filter((one) => one.video === video);
const total = (samples: readonly Candidate[]): number => samples.reduce((sum, { bytes }) => sum + bytes, 0);

/** Whatever could come: few videos or many, trusted or not, alike or not, of any size and age. */
const stream = fc
  .array(
    fc.record({
      video: fc.integer({ min: 0, max: 8 }).map((n) => `video ${n}`),
      takenAt: fc.integer({ min: -40, max: 3 }).map((days) => NOW + days * DAY_MS),
      trusted: fc.boolean(),
      face: fc.oneof(
        fc.integer({ min: 0, max: 1000 }).map((seed) => map(seed, 16)),
        fc.constantFrom(map(5, 16), new Uint8Array(16), new Uint8Array(2)),
      ),
      bytes: fc.integer({ min: 1, max: 500 }),
    }),
    { maxLength: 60 },
  )
  .map((samples) => samples.map((sample, index) => ({ ...sample, id: `sample ${index}` })));

describe('similarity', () => {
  it('is the cosine, and 0 where there is none', () => {
    expect(similarity(Uint8Array.of(1, 0), Uint8Array.of(2, 0))).toBe(1);
    expect(similarity(Uint8Array.of(1, 0), Uint8Array.of(0, 3))).toBe(0);
    expect(similarity(Uint8Array.of(1), Uint8Array.of(1, 0))).toBe(0);
    expect(similarity(Uint8Array.of(0, 0), Uint8Array.of(0, 0))).toBe(0);
  });
});

describe('the reservoir', () => {
  it('never exceeds its limits, and keeps nothing expired', () => {
    fc.assert(
      fc.property(stream, (samples) => {
        let kept: Candidate[] = [];
        for (const fresh of samples) {
          kept = fill([fresh], SMALL, kept);
          expect(kept.length).toBeLessThanOrEqual(SMALL.faces);
          expect(total(kept)).toBeLessThanOrEqual(SMALL.sampleBytes);
          for (const { video } of kept)
            expect(of(kept, video).length).toBeLessThanOrEqual(SMALL.facesPerVideo);
          for (const { takenAt } of kept) expect(NOW - takenAt).toBeLessThanOrEqual(30 * DAY_MS);
        }
      }),
    );
  });

  it('decides the same each time, and drops only what was there', () => {
    fc.assert(
      fc.property(stream, (samples) => {
        expect(ids(fill(samples))).toEqual(ids(fill(samples)));
        const [fresh, ...kept] = samples;
        if (!fresh) return;
        const first = admit(kept, fresh, NOW, SMALL);
        expect(new Set(ids(kept))).toEqual(new Set([...ids(kept), ...first.drop]));
        // The order in which the kept ones are listed means nothing.
        const second = admit(kept.toReversed(), fresh, NOW, { ...SMALL });
        expect(second.keep).toBe(first.keep);
      }),
    );
  });

  it('admits while there is room', () => {
    const unlike = fc.uniqueArray(fc.integer({ min: 1, max: 1e6 }), { maxLength: SMALL.faces });
    fc.assert(
      fc.property(
        unlike,
        fc.array(fc.boolean(), { minLength: SMALL.faces, maxLength: SMALL.faces }),
        (seeds, trust) => {
          const samples = seeds.map((seed, index) =>
            candidate({
              id: `${seed}`,
              video: `video ${Math.floor(index / SMALL.facesPerVideo)}`,
              face: Uint8Array.from({ length: SMALL.faces }, (_, unit) => (unit === index ? 1 : 0)),
              trusted: trust[index] ?? false,
            }),
          );
          expect(ids(fill(samples))).toEqual(ids(samples));
        },
      ),
    );
  });

  it('loses at most one whole video, and as many faces as one may have, to a flood of one clip', () => {
    const others = fc.array(fc.integer({ min: 1, max: SMALL.facesPerVideo }), {
      minLength: 1,
      maxLength: 12,
    });
    const flood = fc.array(
      fc.record({ seed: fc.integer({ min: 1, max: 1e6 }), takenAt: fc.integer({ min: -20, max: 0 }) }),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(others, flood, (sizes, clip) => {
        const settled = fill(
          sizes.flatMap((size, video) =>
            Array.from({ length: size }, (_, n) =>
              candidate({ id: `${video} ${n}`, video: `other ${video}` }),
            ),
          ),
        );
        const after = fill(
          clip.map(({ seed, takenAt }, n) =>
            candidate({
              id: `flood ${n}`,
              video: 'flood',
              takenAt: NOW + takenAt * DAY_MS,
              face: map(seed, 16),
            }),
          ),
          SMALL,
          settled,
        );
        const left = after.filter(({ video }) => video !== 'flood');
        const videos = (samples: readonly Candidate[]): number =>
          new Set(samples.map(({ video }) => video)).size;
        expect(videos(left)).toBeGreaterThanOrEqual(videos(settled) - 1);
        expect(left.length).toBeGreaterThanOrEqual(settled.length - SMALL.facesPerVideo);
      }),
    );
  });

  it('never lets untrusted samples displace trusted ones that hold no more than half', () => {
    fc.assert(
      fc.property(stream, stream, (before, flood) => {
        const trusted = fill(
          before.map((one) => ({ ...one, id: `t ${one.id}`, trusted: true, video: `t ${one.video}` })),
        );
        fc.pre(trusted.length <= SMALL.faces / 2 && total(trusted) <= SMALL.sampleBytes / 2);
        const after = fill(
          flood.map((one) => ({ ...one, trusted: false })),
          SMALL,
          trusted,
        );
        expect(ids(after)).toEqual(expect.arrayContaining(ids(trusted)));
      }),
    );
  });

  it('lets untrusted samples take back what trusted ones hold beyond half', () => {
    const trusted = Array.from({ length: 12 }, (_, n) =>
      candidate({ id: `t${n}`, video: `t${n}`, trusted: true }),
    );
    const fresh = Array.from({ length: 12 }, (_, n) =>
      candidate({ id: `u${n}`, video: `u${n}`, takenAt: NOW + 1 }),
    );
    const after = fill(fresh, SMALL, trusted);
    expect(after.filter((one) => one.trusted).length).toBe(6);
    expect(after.filter((one) => !one.trusted).length).toBe(6);
  });

  it('refuses the same picture of a video again, but not of another video', () => {
    const kept = [candidate({ id: 'a', face: Uint8Array.of(10, 20, 30) })];
    const again = { face: Uint8Array.of(20, 40, 61), takenAt: NOW + 1 };
    expect(admit(kept, candidate({ id: 'b', ...again }), NOW)).toEqual({ keep: false, drop: [] });
    expect(admit(kept, candidate({ id: 'b', video: 'w', ...again }), NOW)).toEqual({ keep: true, drop: [] });
    expect(admit(kept, candidate({ id: 'a', video: 'w' }), NOW).keep).toBe(false);
  });

  it('drops the most redundant face of a full video, the older of the alike', () => {
    const limits = { ...SMALL, facesPerVideo: 3 };
    const kept = [
      candidate({ id: 'alone', face: Uint8Array.of(0, 0, 10), takenAt: NOW - 9 }),
      candidate({ id: 'older', face: Uint8Array.of(10, 3, 0), takenAt: NOW - 5 }),
      candidate({ id: 'newer', face: Uint8Array.of(10, 0, 3), takenAt: NOW - 4 }),
    ];
    const fresh = candidate({ id: 'fresh', face: Uint8Array.of(0, 10, 10) });
    expect(admit(kept, fresh, NOW, limits)).toEqual({ keep: true, drop: ['older'] });
  });

  it('drops the expired first, also those dated far ahead', () => {
    const kept = [
      candidate({ id: 'old', video: 'a', takenAt: NOW - 31 * DAY_MS, trusted: true }),
      candidate({ id: 'ahead', video: 'b', takenAt: NOW + 400 * DAY_MS }),
      candidate({ id: 'fine', video: 'c' }),
    ];
    expect(admit(kept, candidate({ id: 'fresh' }), NOW, { ...SMALL, faces: 2 })).toEqual({
      keep: true,
      drop: ['old', 'ahead'],
    });
    expect(admit([], candidate({ id: 'stale', takenAt: NOW - 31 * DAY_MS }), NOW).keep).toBe(false);
  });

  it('drops nothing for a sample that does not fit after all', () => {
    const kept = Array.from({ length: 6 }, (_, n) =>
      candidate({ id: `t${n}`, video: `t${n}`, trusted: true, bytes: 100 }),
    );
    const old = candidate({ id: 'old', video: 'o', bytes: 300, takenAt: NOW - 10 });
    const newer = candidate({ id: 'newer', video: 'n', bytes: 300, takenAt: NOW - 2 });
    const fresh = candidate({ id: 'fresh', video: 'f', bytes: 500, takenAt: NOW - 5 });
    // After the old one the new one itself would be next.
    expect(admit([...kept, old, newer], fresh, NOW, SMALL)).toEqual({ keep: false, drop: [] });
    expect(admit([...kept, old, newer], { ...fresh, bytes: 300 }, NOW, SMALL)).toEqual({
      keep: true,
      drop: ['old'],
    });
    expect(admit([], candidate({ id: 'huge', bytes: 1201 }), NOW, SMALL).keep).toBe(false);
  });

  it('shrinks to limits that became smaller, trusted ones last', () => {
    const kept = Array.from({ length: 12 }, (_, n) =>
      candidate({ id: `${n}`, video: `v${n}`, trusted: n < 4, takenAt: NOW - n }),
    );
    const gone = trim(kept, NOW, { ...SMALL, sampleBytes: 800 });
    expect(gone.sort()).toEqual(['10', '11', '8', '9']);
    expect(trim(kept, NOW, { ...SMALL, sampleBytes: 0 }).length).toBe(12);
  });
});
