import { unevenness } from '../frames/uneven.ts';
import { BETWEEN_FRAMES_MS, BETWEEN_HURRIED_FRAMES_MS } from './pace.ts';

/** When to take a frame. Pure: the facts come from `sampler.ts`. */

export interface SamplingFacts {
  /** Another frame would be of use, see `wantsFrames`. */
  wanted: boolean;
  /** Half visible, large enough, and the page is in front. */
  eligible: boolean;
  /** The element has a frame to draw (readyState ≥ HAVE_CURRENT_DATA and a picture). */
  hasFrame: boolean;
  playing: boolean;
  /** The user asked, or a verdict that was reached may be out of date: frames are taken in quicker succession. */
  hurried?: boolean;
  /** A frame of this video is on its way or waits for its turn. */
  busy: boolean;
  /** Times in ms of one monotonic clock. */
  now: number;
  lastFrameAt: number;
  /** Frames taken so far. */
  taken: number;
  /** The element stands at another media time than that of the frame taken last. */
  fresh: boolean;
  /** When a callback for the next presented frame was asked for; null if none is pending. */
  armedAt: number | null;
}

/** A pending frame callback older than this is taken to be dead (seen in background tabs and with swapped players). */
export const CALLBACK_PATIENCE_MS = 1500;
/** A timer may fire a little before its time. */
const EARLY_MS = 10;

/** Between the frame of a video taken last and the next one, in ms: a little uneven, since many videos loop. */
export function betweenFrames({ hurried = false, taken }: Pick<SamplingFacts, 'hurried' | 'taken'>): number {
  const even = hurried ? BETWEEN_HURRIED_FRAMES_MS : BETWEEN_FRAMES_MS;
  return even * (1 + unevenness(taken + 1) - unevenness(taken));
}

export type SamplingAction = 'take' | 'arm' | 'disarm' | 'nothing';

/** `arm`: ask for a callback with the next presented frame. `take`: take what the element shows now. */
export function nextAction(facts: SamplingFacts): SamplingAction {
  const { now, armedAt } = facts;
  if (!facts.wanted || !facts.eligible || !facts.hasFrame) return armedAt === null ? 'nothing' : 'disarm';
  if (facts.busy) return 'nothing';
  if (now - facts.lastFrameAt < betweenFrames(facts) - EARLY_MS) return 'nothing';
  // A picture that stands, also one of a player that stalled, would count twice if it was taken twice.
  if (!facts.playing) return facts.fresh ? 'take' : 'nothing';
  if (armedAt === null) return 'arm';
  return facts.fresh && now - armedAt >= CALLBACK_PATIENCE_MS ? 'take' : 'nothing';
}
