import * as v from 'valibot';
import { BackendSchema } from './backend.ts';

/** Why a backend is not used. */
const NotUsedSchema = v.variant('code', [
  v.object({
    code: v.picklist([
      'broke', // while it judged
      'missing', // the browser, or this machine, has none
      'late', // it did not answer in time
    ]),
  }),
  v.object({
    code: v.picklist([
      'otherSet', // that backend is set, and passed
      'otherPassed', // that one passed in place of the one that is set
    ]),
    backend: BackendSchema,
  }),
  /** A GPU emulated by the processor. */
  v.object({ code: v.literal('software'), adapter: v.string() }),
  /** It differs from the golden vectors, by `worst` of {@link SelfTestSchema}. */
  v.object({ code: v.literal('differs'), allowed: v.number() }),
  /** It could not be started. `detail` is technical, in English. */
  v.object({ code: v.literal('failed'), detail: v.string() }),
]);
export type NotUsed = v.InferOutput<typeof NotUsedSchema>;

/** How one backend did. */
export const SelfTestSchema = v.object({
  backend: BackendSchema,
  passed: v.boolean(),
  /** Null if it passed. */
  notUsed: v.nullable(NotUsedSchema),
  /** Largest |Δlogit| against the golden vectors; null if it never ran. */
  worst: v.nullable(v.number()),
  /** ms for one face after warm-up; null if it never ran. */
  msPerFace: v.nullable(v.number()),
});
export type SelfTest = v.InferOutput<typeof SelfTestSchema>;
