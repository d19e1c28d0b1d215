import * as v from 'valibot';
import { CheckSchema } from './check.ts';
import { NoticeSchema } from './notice.ts';
import { count, finite, moment, share } from './numbers.ts';

/** The plane's coordinates, -1…1. */
const PlanePointSchema = v.tuple([finite, finite]);
export type PlanePoint = v.InferOutput<typeof PlanePointSchema>;

const points = v.pipe(v.array(PlanePointSchema), v.maxLength(2000));
const PanelSchema = v.object({ sourceGenuine: points, sourceManipulated: points, site: points });

/** Features in two dimensions, as in the paper's figure: the first two principal components of each panel. */
const FeatureFigureSchema = v.object({ before: PanelSchema, after: PanelSchema });
export type FeatureFigure = v.InferOutput<typeof FeatureFigureSchema>;

/** Whether damage is all that sets a site's faces apart from the source's (`adaptation/look/resemblance.ts`). */
const ResemblanceSchema = v.object({
  /**
   * How far the site's mean face lies from source faces shown under the site's damage, squared, in parts of how far means of the source's own
   * faces under damage lie: about 1 for a site of the source's kind.
   */
  distance: v.pipe(finite, v.minValue(0)),
  /** Whether that is little enough for the source's labels to be learned. */
  alike: v.boolean(),
  /** Share of manipulated faces that brings the means closest; of a site of the source's kind an estimate of its share. */
  fakeRate: share,
});
export type Resemblance = v.InferOutput<typeof ResemblanceSchema>;

/** One round of learning from a site, as it is stored and told. */
export const RoundSchema = v.object({
  at: moment,
  /** `stopped`: by the user, the switch or a closing browser; nothing was changed. */
  outcome: v.picklist(['committed', 'refused', 'stopped', 'failed']),
  /** Empty unless the guard ran. */
  checks: v.array(CheckSchema),
  /** Why it failed or was stopped, or what else came of a refusal; null otherwise. */
  reason: v.nullable(NoticeSchema),
  /** The version it made; null if none. */
  version: v.nullable(count),
  steps: count,
  /**
   * Where the version that the checks are of lies between the network as it was installed, 0, and what was trained, 1: less than 1 if the
   * guard refused all of it, but not this much; null if nothing was trained, and of rounds before there was a choice.
   */
  interpolation: v.fallback(v.nullable(share), null),
  seconds: v.pipe(finite, v.minValue(0)),
  /** Estimated share of manipulated faces on the site, within its cap; null if not estimated. */
  fakeRate: v.nullable(share),
  /** Null also of rounds before it was measured as a distance. */
  resemblance: v.fallback(v.nullable(ResemblanceSchema), null),
  /** Proxy A-distance of source and site, 0 mixed … 2 separate; null if not measured. */
  distance: v.nullable(v.object({ before: finite, after: finite })),
  figure: v.nullable(FeatureFigureSchema),
});
export type Round = v.InferOutput<typeof RoundSchema>;
