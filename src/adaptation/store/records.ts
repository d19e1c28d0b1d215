import type { DBSchema } from 'idb';
import * as v from 'valibot';
import { count, finite, moment } from '../../contracts/numbers.ts';
import { NoticesSchema } from '../../contracts/notice.ts';
import { MarkedVideoSchema } from '../../contracts/mark.ts';
import { RoundSchema } from '../../contracts/round.ts';
import { roundOfToday, siteOfToday } from './earlier-prose.ts';

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

/** What a video said of one person, sealed; see `stored-scores.ts`. `version`: of the network for the site that said it. */
const SealedScoreSchema = v.object({
  id: name,
  video: v.string(),
  takenAt: finite,
  basis,
  version: count,
  iv: bytes,
  sealed: v.instance(ArrayBuffer),
});
export type SealedScore = v.InferOutput<typeof SealedScoreSchema>;

const SiteFieldsSchema = v.object({
  origin: name,
  /** The version in use; 0 is the original. */
  active: v.fallback(count, 0),
  /** The highest number ever given to a version, so that none means two. */
  last: v.fallback(count, 0),
  /** What happened that the user should know, the oldest first. */
  notices: v.fallback(NoticesSchema, []),
  scores: v.fallback(v.array(SealedScoreSchema), []),
  /** What the user said of videos, the oldest first. */
  marks: v.fallback(v.array(MarkedVideoSchema), []),
  /** Whether the level of the scores is taken into account. */
  levelUsed: v.fallback(v.boolean(), true),
});
export const SiteSchema = v.pipe(v.unknown(), v.transform(siteOfToday), SiteFieldsSchema);
export type SiteRecord = v.InferOutput<typeof SiteSchema>;

/** Which key a site's samples and scores are sealed with: an origin, and the name of the key's file. */
export const KeySchema = v.object({ id: name, name: v.pipe(v.string(), v.uuid()) });

export const RoundRecordSchema = v.object({
  key: count,
  origin: name,
  round: v.pipe(v.unknown(), v.transform(roundOfToday), RoundSchema),
});

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
