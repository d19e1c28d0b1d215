import { toHalves } from '../../../tools/lib/faces/float16.ts';
import { CUT_VALUES } from '../../../src/detector/cut.ts';
import type { Random } from '../../../src/adaptation/random.ts';
import type { Ranges } from '../../../src/adaptation/samples/quantise.ts';
import { parseTransfer, type Transfer } from '../../../src/adaptation/look/transfer.ts';
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
    face: drawnCut(random),
    ...change,
  };
}

type Tensors = Record<string, { shape: number[]; values: number[] }>;

/**
 * A transfer of two experts whose code is the mean by which a site's values lie above 0, −2…2, and that adds `moves` times as much to every value.
 * Means of the source's own faces lie off by a tenth of a spread.
 * @param change of its tensors.
 */
export function transferFiles(moves = 1, change: Tensors = {}): { json: unknown; bytes: Uint8Array } {
  const of = (value: number, ...shape: number[]) => ({
    shape,
    values: new Array<number>(shape.reduce((a, b) => a * b, 1)).fill(value),
  });
  const lookKernel = of(0, 2 * CUT_VALUES, 1);
  lookKernel.values.fill(1 / CUT_VALUES, 0, CUT_VALUES);
  const axis = (at: number) => of(0, CUT_VALUES).values.with(at, 1);
  /** Of two outputs, the axis and all values alike: what is told of the one axis, nothing else, and of the code. */
  const expert = [1, 0, 0, 0, 0, moves];
  const tensors: Tensors = {
    mean: of(0, CUT_VALUES),
    spread: of(1, CUT_VALUES),
    lookMean: of(0, 2 * CUT_VALUES),
    lookKernel,
    codeLow: of(-2, 1),
    codeHigh: of(2, 1),
    codeMean: of(0, 1),
    codeSpread: of(1, 1),
    centres: { shape: [2, 1], values: [-1, 1] },
    reach: of(2, 2),
    axes: { shape: [1, CUT_VALUES], values: axis(0) },
    axisSpread: of(1, 1),
    experts: { shape: [2, 6], values: [...expert, ...expert] },
    outputs: { shape: [2, CUT_VALUES], values: [...axis(0), ...of(1, CUT_VALUES).values] },
    own: of(1, 2, CUT_VALUES),
    grain: { shape: [1, CUT_VALUES], values: axis(1) },
    grainSpread: of(-9, 2, 1),
    residualMean: of(0, CUT_VALUES),
    residualAxes: { shape: [1, CUT_VALUES], values: axis(2) },
    residualSpread: of(0.1, 1),
    residualRest: of(0.1, 1),
    ...change,
  };
  const weights = Object.entries(tensors).map(([name, { shape }]) => ({
    name,
    shape,
    dtype: 'float32',
    quantization: { dtype: 'float16', original_dtype: 'float32' },
  }));
  const halves = toHalves(Float32Array.from(Object.values(tensors).flatMap(({ values }) => values)));
  return { json: { version: 2, modelVersion: 'net-1', weights }, bytes: new Uint8Array(halves.buffer) };
}

export function drawnTransfer(moves = 1, change: Tensors = {}): Transfer {
  const { json, bytes } = transferFiles(moves, change);
  return parseTransfer(json, bytes);
}
