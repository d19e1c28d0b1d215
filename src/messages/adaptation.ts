import * as v from 'valibot';

/** What the engine tells of the adaptation to one site; the types of `src/adaptation/types.ts`, as they come over the wire. */

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e12));
/** ms since 1970; a `Date` holds no more. */
const moment = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15));
const finite = v.pipe(v.number(), v.finite());
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

export const CHECKS = [
  'resemblance',
  'replayAuc',
  'replayAccuracy',
  'replayCaught',
  'replayBlends',
  'targetAuc',
  'targetGain',
  'trustedFalseAlarms',
  'fakeRate',
  'collapse',
  'finite',
] as const;

const CheckSchema = v.object({
  name: v.picklist(CHECKS),
  passed: v.boolean(),
  before: v.nullable(finite),
  after: v.nullable(finite),
  limit: finite,
});
export type AdaptationCheck = v.InferOutput<typeof CheckSchema>;

const points = v.pipe(v.array(v.tuple([finite, finite])), v.maxLength(2000));
const PanelSchema = v.object({ sourceGenuine: points, sourceManipulated: points, site: points });
const FeatureFigureSchema = v.object({ before: PanelSchema, after: PanelSchema });
export type FeatureFigure = v.InferOutput<typeof FeatureFigureSchema>;

const distance = v.nullable(v.object({ before: finite, after: finite }));

const RoundSchema = v.object({
  at: moment,
  outcome: v.picklist(['committed', 'refused', 'stopped', 'failed']),
  checks: v.array(CheckSchema),
  detail: v.pipe(v.string(), v.maxLength(2000)),
  version: v.nullable(count),
  steps: count,
  interpolation: v.nullable(share),
  seconds: v.pipe(finite, v.minValue(0)),
  fakeRate: v.nullable(share),
  resemblance: v.nullable(
    v.object({ distance: v.pipe(finite, v.minValue(0)), alike: v.boolean(), fakeRate: share }),
  ),
  distance,
  figure: v.nullable(FeatureFigureSchema),
});
export type AdaptationRound = v.InferOutput<typeof RoundSchema>;

/** How much was gathered, or is needed before a round may begin. */
const GatheredSchema = v.object({ faces: count, videos: count, days: count });

/** Letters of what is told beside the phase. */
export const MAX_DETAIL = 3000;

export const AdaptationStateSchema = v.object({
  /** `off`: the switch; `unavailable`: this build or browser cannot (see `detail`). */
  phase: v.picklist(['off', 'unavailable', 'gathering', 'ready', 'training', 'waiting']),
  /** Why it is unavailable, what is being waited for, or a notice such as a dropped version; may be empty. */
  detail: v.pipe(v.string(), v.maxLength(MAX_DETAIL)),
  /** Of the round under way, 0…1. */
  progress: share,
  gathered: v.object({
    ...GatheredSchema.entries,
    /** Videos marked as trusted. */
    trusted: count,
    /** On disk, of this site, with its versions and an interrupted round. */
    bytes: count,
  }),
  needed: GatheredSchema,
  /** What the next round waits for once there is enough: a moment (0: none), and faces that are still missing. */
  awaited: v.object({ notBefore: moment, newFaces: count }),
  /** Versions of the network that can be chosen, the newest first; the original, 0, is always there besides. */
  versions: v.pipe(v.array(v.object({ number: count, createdAt: moment })), v.maxLength(16)),
  /** The version that judges this site's videos while it is learned from; 0 is the original, which judges else. */
  active: count,
  /** The newest first. Figures are left out but of the newest that has one. */
  rounds: v.pipe(v.array(RoundSchema), v.maxLength(64)),
  /** Days after which a sample is deleted. */
  expiryDays: count,
});
export type AdaptationState = v.InferOutput<typeof AdaptationStateSchema>;

/** Every site of which something is kept. */
export const AdaptationUsageSchema = v.pipe(
  v.array(
    v.object({
      origin: v.string(),
      faces: count,
      bytes: count,
      active: count,
      /** Whether it is learned from now: if not, the original judges. */
      on: v.boolean(),
    }),
  ),
  v.maxLength(10_000),
);
export type AdaptationUsage = v.InferOutput<typeof AdaptationUsageSchema>;
