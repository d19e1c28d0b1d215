import type { Round } from '../../../src/contracts/round.ts';
import type { Unfinished } from '../../../src/adaptation/store/stored-checkpoints.ts';
import type { Sample } from '../../../src/adaptation/types.ts';

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

/** Bytes at the cut that look drawn at random. */
export function map(seed: number, length = MAP_LENGTH): Uint8Array {
  return Uint8Array.from(noise(seed, length), (x) => Math.floor((x + 1) * 127.9));
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
    face: map(seed + 0.1),
    ...given,
  };
}

/** A sample of 5 MB on disk. */
export function largeSample(given: Partial<Sample> = {}): Sample {
  return sample({ face: new Uint8Array(5 * 2 ** 20), ...given });
}

export function round(given: Partial<Round> = {}): Round {
  return {
    at: NOW,
    outcome: 'refused',
    checks: [{ name: 'targetGain', passed: false, before: 0.7, after: 0.71, limit: 0.02 }],
    reason: null,
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
