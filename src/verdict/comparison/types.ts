import * as v from 'valibot';
import { count, finite } from '../../contracts/numbers.ts';

/** What a comparison with genuine videos of the same person came to. It never changes the verdict. */

/** Why a video was not compared with. */
const REFUSALS = [
  'sameFile', // the very file that was checked
  'notChecked', // no frame of it could be judged
  'noFace', // none that was judged
  'tooFewFrames', // fewer frames of a face than a verdict needs
  'otherPerson', // no face of it is of a person in the checked video
  'quality', // the same person, so much larger, smaller, sharper or softer that the scores say nothing of each other
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Where the checked video lies beside genuine ones of its person. */
const SIDES = ['within', 'higher', 'lower'] as const;
export type Side = (typeof SIDES)[number];

const ComparedFaceSchema = v.object({
  /** Of the checked video. */
  track: count,
  side: v.picklist(SIDES),
  /** Log-odds of the checked face, and of the person in each video that it was compared with. */
  logOdds: finite,
  references: v.pipe(v.array(finite), v.minLength(1), v.maxLength(64)),
  /** The checked face less the mean of the others, with its 95 % interval. */
  difference: finite,
  margin: v.pipe(finite, v.minValue(0)),
});
export type ComparedFace = v.InferOutput<typeof ComparedFaceSchema>;

export const ComparisonSchema = v.object({
  faces: v.pipe(v.array(ComparedFaceSchema), v.maxLength(64)),
  references: v.pipe(
    v.array(
      v.object({
        name: v.pipe(v.string(), v.maxLength(4000)),
        /** Null if it was compared with. */
        refusal: v.nullable(v.picklist(REFUSALS)),
      }),
    ),
    v.maxLength(64),
  ),
});
export type Comparison = v.InferOutput<typeof ComparisonSchema>;
