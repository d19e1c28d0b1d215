import { CUT_VALUES } from '../../../src/detector/cut.ts';
import type { Random } from '../../../src/adaptation/blend/random.ts';
import type { Ranges } from '../../../src/adaptation/quantise.ts';
import type { Sample } from '../../../src/adaptation/types.ts';

/** Drawn faces at the cut: no face is behind them, but manipulated ones differ from genuine ones in some of their values. */

/** Every value lies in -3…3. */
export const RANGES: Ranges = {
  low: new Array<number>(CUT_VALUES).fill(-3),
  high: new Array<number>(CUT_VALUES).fill(3),
};

/** Of the values in which manipulated faces differ. */
const TELLING = 64;

/** @param shift added to the values that tell, in levels of a byte. */
export function drawnCut(random: Random, shift = 0): Uint8Array {
  return Uint8Array.from({ length: CUT_VALUES }, (_, i) =>
    Math.min(255, Math.max(0, Math.round(127 + random.normal(30) + (i < TELLING ? shift : 0)))),
  );
}

export function drawnSample(random: Random, video: string, change: Partial<Sample> = {}): Sample {
  return {
    id: `${video}-${random.int(0, 1e9)}`,
    video,
    takenAt: 0,
    trusted: false,
    feature: new Float32Array(128),
    face: drawnCut(random),
    base: drawnCut(random),
    blends: [drawnCut(random, 40)],
    ...change,
  };
}
