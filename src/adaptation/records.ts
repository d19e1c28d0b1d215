import type { DBSchema } from 'idb';
import * as v from 'valibot';
import { CHECK_NAMES } from './types.ts';

/**
 * What stands on disk. All that is read comes back as `unknown` and passes one of these schemas.
 * Large bytes (`sealed`, `weights`) lie apart from the facts about them, so that counting does not read them.
 */
export interface Schema extends DBSchema {
  samples: { key: string; value: unknown; indexes: { origin: string } };
  sealed: { key: string; value: unknown };
  versions: { key: [string, number]; value: unknown; indexes: { origin: string } };
  weights: { key: [string, number]; value: unknown };
  sites: { key: string; value: unknown };
  rounds: { key: number; value: unknown; indexes: { origin: string } };
  keys: { key: string; value: unknown };
  checkpoints: { key: string; value: unknown };
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e12));
/** ms since 1970; a `Date` holds no more. */
const moment = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15));
const finite = v.pipe(v.number(), v.finite());
const name = v.pipe(v.string(), v.nonEmpty());
/** See `basis.ts`. Records of before it was written down have none, and so another one than any network. */
const basis = v.optional(v.string(), '');

/** A sample without what is encrypted of it. `bytes`: of the encrypted part. */
export const SampleFactsSchema = v.object({
  id: name,
  origin: name,
  video: v.string(),
  takenAt: finite,
  basis,
  trusted: v.boolean(),
  bytes: count,
});
export type SampleFacts = v.InferOutput<typeof SampleFactsSchema>;

const bytes = v.custom<Uint8Array<ArrayBuffer>>(
  (input) => input instanceof Uint8Array && input.buffer instanceof ArrayBuffer,
);
/** The encrypted part, by the same id. */
export const SealedSchema = v.object({ id: name, iv: bytes, sealed: v.instance(ArrayBuffer) });

/** `number` in its site. `checksum`: see `version-record.ts`. `bytes`: of the weights. */
export const VersionFactsSchema = v.object({
  origin: name,
  number: v.pipe(count, v.minValue(1)),
  createdAt: moment,
  basis,
  format: count,
  checksum: v.string(),
  bytes: count,
});
export type VersionFacts = v.InferOutput<typeof VersionFactsSchema>;

export const WeightsSchema = v.object({ origin: name, number: count, weights: v.instance(ArrayBuffer) });

export const SiteSchema = v.object({
  origin: name,
  /** The version in use; 0 is the original. */
  active: v.fallback(count, 0),
  /** The highest number ever given to a version, so that none means two. */
  last: v.fallback(count, 0),
  /** What happened that the user should know; empty if nothing. */
  notice: v.fallback(v.string(), ''),
});
export type SiteRecord = v.InferOutput<typeof SiteSchema>;

/** `name` tells whether it is still the key that was drawn. */
export const KeySchema = v.object({ id: name, name, key: v.instance(CryptoKey) });

const points = v.pipe(v.array(v.tuple([finite, finite])), v.maxLength(2000));
const PanelSchema = v.object({ sourceGenuine: points, sourceManipulated: points, site: points });

export const CheckSchema = v.object({
  name: v.picklist(CHECK_NAMES),
  passed: v.boolean(),
  before: v.nullable(finite),
  after: v.nullable(finite),
  limit: finite,
});

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const ResemblanceSchema = v.object({
  distance: v.pipe(finite, v.minValue(0)),
  alike: v.boolean(),
  fakeRate: share,
});

/** No less strict than the protocol: a record that passes here but not there would leave the user without the whole page. */
const RoundSchema = v.object({
  at: moment,
  outcome: v.picklist(['committed', 'refused', 'stopped', 'failed']),
  checks: v.array(CheckSchema),
  detail: v.pipe(v.string(), v.maxLength(2000)),
  version: v.nullable(count),
  steps: count,
  // Of rounds kept before versions lay between there is none.
  interpolation: v.fallback(v.nullable(share), null),
  seconds: v.pipe(finite, v.minValue(0)),
  fakeRate: v.nullable(share),
  // Of rounds kept before it was measured as a distance there is none.
  resemblance: v.fallback(v.nullable(ResemblanceSchema), null),
  distance: v.nullable(v.object({ before: finite, after: finite })),
  figure: v.nullable(v.object({ before: PanelSchema, after: PanelSchema })),
});
export const RoundRecordSchema = v.object({ key: count, origin: name, round: RoundSchema });

/** A round that was interrupted: where it stood, on which samples, and of which network. */
export const CheckpointSchema = v.object({
  origin: name,
  basis,
  seed: finite,
  /** Ids of the samples that it trains on. */
  samples: v.array(v.string()),
  step: count,
  fakeRate: v.nullable(finite),
  values: v.instance(Float32Array),
});
