import * as v from 'valibot';
import { finite } from './numbers.ts';

export const CHECK_NAMES = [
  'resemblance', // the site is of the source's kind, so that what is measured on source faces holds there
  'replayAuc', // held-out source faces are told apart as well as before
  'replayAccuracy', // and as many are called right
  'replayCaught', // and no fewer of the manipulated ones under the site's look are caught
  'replayBlends', // held-out self-blends of source faces are told from their bases as well as before
  'targetAuc', // self-blends of the site are told from their bases as well as before; only in rounds of when they were still kept
  'targetGain', // held-out source faces under the site's look are told apart better, by more than noise
  'trustedFalseAlarms', // trusted videos are not called manipulated more often
  'markedCaught', // videos that the user calls fake are not called manipulated less often
  'fakeRate', // the share called manipulated has not left what is plausible
  'collapse', // features of the two classes are as far apart as before
  'finite', // every weight is a number
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** One thing that the guard looked at. */
export const CheckSchema = v.object({
  name: v.picklist(CHECK_NAMES),
  passed: v.boolean(),
  /** Of the network in use and of the new one; null where it does not apply. */
  before: v.nullable(finite),
  after: v.nullable(finite),
  /** What `after`, or the difference, was held against. */
  limit: finite,
});
export type Check = v.InferOutput<typeof CheckSchema>;
