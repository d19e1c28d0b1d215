import { CodedError } from '../../contracts/coded-error.ts';
import * as v from 'valibot';
import { CUT_VALUES } from '../../detector/cut.ts';
import { RangesSchema, type Ranges } from './quantise.ts';

/**
 * The replay memory: faces of the source domain as quantised values at the cut, with labels; no picture of them ships
 * (latent replay, Pellegrini et al. 2020). Made by `npm run replay` with the engine that ships; see models/MODEL_CARD.md.
 */

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const change = v.pipe(v.number(), v.minValue(0));

/** What quantising costs: the network as it was installed, on the held-out faces before and after. For people; the engine ignores it. */
const ReportSchema = v.object({
  heldFaces: v.pipe(v.number(), v.integer()),
  aucFloat: share,
  aucQuantised: share,
  maxLogitChange: change,
  meanLogitChange: change,
});
export type ReplayReport = v.InferOutput<typeof ReportSchema>;

const ReplaySchema = v.object({
  version: v.literal(2),
  /** Of the network whose trunk made it; another one's values mean something else. */
  modelVersion: v.pipe(v.string(), v.minLength(1)),
  report: v.optional(ReportSchema),
  ranges: RangesSchema,
  /** One a face, in the order of the bytes. */
  faces: v.pipe(
    v.array(
      v.object({
        manipulated: v.boolean(),
        /** Never trained on: the guard's. */
        held: v.boolean(),
        /**
         * Not a face as it is, but a self-blend of a genuine one (`manipulated`) or what that was made of, both re-encoded alike: they
         * stand for manipulations of no known method.
         */
        pair: v.boolean(),
        /** What was done to the picture before, such as `h264 crf 34`. */
        stratum: v.string(),
      }),
    ),
    v.minLength(8),
  ),
});

export interface ReplayFace {
  cut: Uint8Array;
  manipulated: boolean;
  /** A self-blend or its base; see `replay.json`. */
  pair: boolean;
}

export interface Replay {
  modelVersion: string;
  ranges: Ranges;
  train: ReplayFace[];
  held: ReplayFace[];
}

const KINDS = [
  ['genuine face', false, false],
  ['manipulated face', true, false],
  ['base of a blend', false, true],
  ['blend', true, true],
] as const;

/** Of faces with labels those of one kind: genuine or manipulated, as they are or members of pairs. */
export function ofKind<T extends Pick<ReplayFace, 'manipulated' | 'pair'>>(
  faces: readonly T[],
  manipulated: boolean,
  pair: boolean,
): T[] {
  return faces.filter((face) => face.manipulated === manipulated && face.pair === pair);
}

/** The replay memory is missing, damaged or of another network: nothing can be adapted, all else works. */
export class ReplayError extends CodedError {
  override readonly name = 'ReplayError';
  constructor(message: string, options?: ErrorOptions) {
    super({ code: 'learningFilesDamaged' }, { ...options, message });
  }
}

/**
 * @param json `replay.json`; @param bytes `replay.bin`: uint8 `[faces, values at the cut]`.
 * @throws ReplayError saying what is wrong.
 */
export function parseReplay(json: unknown, bytes: Uint8Array): Replay {
  const parsed = v.safeParse(ReplaySchema, json);
  if (!parsed.success) throw new ReplayError(`replay.json: ${v.summarize(parsed.issues)}`);
  const { faces, ranges, modelVersion } = parsed.output;
  if (bytes.length !== faces.length * CUT_VALUES) {
    throw new ReplayError(`replay.bin holds ${bytes.length / CUT_VALUES} faces, replay.json ${faces.length}`);
  }
  const of = (held: boolean): ReplayFace[] =>
    faces.flatMap((face, i) =>
      face.held === held
        ? [
            {
              manipulated: face.manipulated,
              pair: face.pair,
              cut: bytes.subarray(i * CUT_VALUES, (i + 1) * CUT_VALUES),
            },
          ]
        : [],
    );
  const [train, held] = [of(false), of(true)];
  for (const [name, part] of [
    ['to train on', train],
    ['held out', held],
  ] as const) {
    for (const [what, manipulated, pair] of KINDS) {
      if (ofKind(part, manipulated, pair).length === 0) {
        throw new ReplayError(`replay.json has no ${what} ${name}`);
      }
    }
  }
  return { modelVersion, ranges, train, held };
}
