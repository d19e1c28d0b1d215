import type { Unfinished } from '../../../src/adaptation/stored-checkpoints.ts';
import type { Round, Sample } from '../../../src/adaptation/types.ts';

/** Samples and rounds for the tests of storage. */

export const DAY_MS = 86_400_000;
export const NOW = Date.UTC(2025, 5, 15, 12);
const MAP_LENGTH = 96;

/** Numbers that look drawn at random, the same for the same seed. */
export function noise(seed: number, length: number): Float32Array {
  let state = seed * 2_654_435_761 + 1;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

function map(seed: number): Uint8Array {
  return Uint8Array.from(noise(seed, MAP_LENGTH), (x) => Math.floor((x + 1) * 127.9));
}

let made = 0;

/** A sample unlike all others, unless told otherwise. */
export function sample(given: Partial<Sample> = {}): Sample {
  const seed = ++made;
  return {
    id: crypto.randomUUID(),
    video: `video ${seed}`,
    takenAt: NOW,
    trusted: false,
    feature: noise(seed, 32),
    face: map(seed + 0.1),
    base: map(seed + 0.2),
    blends: [map(seed + 0.3), map(seed + 0.4)],
    ...given,
  };
}

/** A sample of 5 MB on disk. */
export function largeSample(given: Partial<Sample> = {}): Sample {
  const blank = new Uint8Array(1.25 * 2 ** 20);
  return sample({ face: blank, base: blank, blends: [blank, blank], ...given });
}

export function round(given: Partial<Round> = {}): Round {
  return {
    at: NOW,
    outcome: 'refused',
    checks: [{ name: 'targetGain', passed: false, before: 0.7, after: 0.71, limit: 0.02 }],
    detail: '',
    version: null,
    steps: 100,
    interpolation: 1,
    seconds: 12.5,
    fakeRate: 0.05,
    resemblance: null,
    distance: { before: 1.5, after: 1.2 },
    figure: null,
    ...given,
  };
}

/** An interrupted round of 400 bytes. @param samples ids of what it trains on. */
export function unfinished(samples: string[], given: Partial<Unfinished> = {}): Unfinished {
  const checkpoint = { step: 100, fakeRate: 0.1, values: new Float32Array(100) };
  return { basis: 'network 1, ranges 1', seed: 1, samples, checkpoint, ...given };
}
