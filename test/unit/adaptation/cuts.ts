import { toHalves } from '../../../tools/evaluate/float16.ts';
import { CUT_VALUES } from '../../../src/detector/cut.ts';
import type { Random } from '../../../src/adaptation/blend/random.ts';
import type { Ranges } from '../../../src/adaptation/quantise.ts';
import { parseTransfer, type Transfer } from '../../../src/adaptation/transfer.ts';
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

type Tensors = Record<string, { shape: number[]; values: number[] }>;

/**
 * A transfer whose code is the mean by which a site's values lie above 0, −2…2, and that adds `moves` times as much to every value.
 * @param change of its tensors.
 */
export function transferFiles(moves = 1, change: Tensors = {}): { json: unknown; bytes: Uint8Array } {
  const of = (value: number, ...shape: number[]) => ({
    shape,
    values: new Array<number>(shape.reduce((a, b) => a * b, 1)).fill(value),
  });
  const lookKernel = of(0, 2 * CUT_VALUES, 1);
  lookKernel.values.fill(1 / CUT_VALUES, 0, CUT_VALUES);
  const tensors: Tensors = {
    mean: of(0, CUT_VALUES),
    spread: of(1, CUT_VALUES),
    lookMean: of(0, 2 * CUT_VALUES),
    lookKernel,
    codeLow: of(-2, 1),
    codeHigh: of(2, 1),
    // Of a positive and of a negative code, since what follows is never negative.
    codeKernel: { shape: [1, 2], values: [1, -1] },
    codeBias: of(0, 2),
    gainKernel: of(0, 2, CUT_VALUES),
    gainBias: of(0, CUT_VALUES),
    shiftKernel: {
      shape: [2, CUT_VALUES],
      values: [moves, -moves].flatMap((by) => new Array<number>(CUT_VALUES).fill(by)),
    },
    shiftBias: of(0, CUT_VALUES),
    innerKernel: of(0, CUT_VALUES, 1),
    innerBias: of(0, 1),
    innerGainKernel: of(0, 2, 1),
    innerGainBias: of(0, 1),
    innerShiftKernel: of(0, 2, 1),
    innerShiftBias: of(0, 1),
    outerKernel: of(0, 1, CUT_VALUES),
    ...change,
  };
  const weights = Object.entries(tensors).map(([name, { shape }]) => ({
    name,
    shape,
    dtype: 'float32',
    quantization: { dtype: 'float16', original_dtype: 'float32' },
  }));
  const halves = toHalves(Float32Array.from(Object.values(tensors).flatMap(({ values }) => values)));
  return { json: { version: 1, modelVersion: 'net-1', weights }, bytes: new Uint8Array(halves.buffer) };
}

export function drawnTransfer(moves = 1): Transfer {
  const { json, bytes } = transferFiles(moves);
  return parseTransfer(json, bytes);
}
