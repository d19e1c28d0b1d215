import * as v from 'valibot';
import { GatheredSchema, NeededSchema } from '../contracts/gathered.ts';
import { LevelSchema } from '../contracts/level.ts';
import { NoticesSchema } from '../contracts/notice.ts';
import { count, finite, moment, share } from '../contracts/numbers.ts';
import { MarkedVideoSchema } from '../contracts/mark.ts';
import { RoundSchema } from '../contracts/round.ts';
import { UsageSchema } from '../contracts/usage.ts';
import { VideoKeySchema } from './schemas.ts';

/** What the engine tells of the adaptation to one site. */

export const AdaptationStateSchema = v.object({
  /** `off`: the switch; `unavailable`: this build or browser cannot, for the first of the notices; `waiting`: for videos that are being checked. */
  phase: v.picklist(['off', 'unavailable', 'gathering', 'ready', 'training', 'waiting']),
  /** Why it is unavailable, or what happened that the user should know, such as a dropped version. */
  notices: NoticesSchema,
  /** Of the round under way, 0…1. */
  progress: share,
  gathered: GatheredSchema,
  needed: NeededSchema,
  /** What the next round waits for once there is enough: a moment (0: none), and faces that are still missing. */
  awaited: v.object({ notBefore: moment, newFaces: count }),
  /** Versions of the network that can be chosen, the newest first; the original, 0, is always there besides. */
  versions: v.pipe(v.array(v.object({ number: count, createdAt: moment })), v.maxLength(16)),
  /** The version that judges this site's videos while it is learned from; 0 is the original, which judges else. */
  active: count,
  /** Where the scores of the site's genuine videos are thought to lie; null while the detector does not run. */
  level: v.nullable(
    v.object({
      /** In log-odds: how far the limits are moved, and where the site's scores lie; null while too little was seen. */
      level: v.nullable(LevelSchema),
      /** Taken into account, or put aside by the user. */
      used: v.boolean(),
      needed: v.object({ videos: count, people: count }),
      /** Where those lie that the limits were made for. */
      source: finite,
    }),
  ),
  /** What the user said of the site's videos, and where those are that are still known; the oldest first. */
  marks: v.pipe(
    v.array(
      v.object({
        ...MarkedVideoSchema.entries,
        place: v.nullable(v.object({ tabId: v.number(), frameId: v.number(), key: VideoKeySchema })),
      }),
    ),
    v.maxLength(64),
  ),
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
      ...UsageSchema.entries,
      /** Whether it is learned from now: if not, the original judges. */
      on: v.boolean(),
    }),
  ),
  v.maxLength(10_000),
);
export type AdaptationUsage = v.InferOutput<typeof AdaptationUsageSchema>;
