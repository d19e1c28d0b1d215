import { TUNABLES } from '../tunables.ts';
import type { Stretch } from '../types.ts';
import { logit, type FaceFrame, type Thresholds } from './aggregation.ts';

/**
 * A manipulated part of a long video drowns in a mean over all frames. It shows as a run: frames, one after the other in the time of
 * the medium, that each lie above the limit for single frames.
 */

/** A run of high frames, in order of time. */
export interface Run extends Stretch {
  frames: readonly FaceFrame[];
}

/**
 * The runs among the frames of one face.
 * @param frames those that may be judged by, in any order.
 */
export function highRuns(frames: readonly FaceFrame[], { manipulated }: Thresholds): Run[] {
  const high = logit(manipulated);
  const groups: FaceFrame[][] = [];
  let open: FaceFrame[] | null = null;
  for (const frame of [...frames].sort((a, b) => a.timeMs - b.timeMs)) {
    if (frame.logOdds < high) {
      open = null;
      continue;
    }
    if (open) open.push(frame);
    else groups.push((open = [frame]));
  }
  return groups.flatMap((group) => {
    const fromMs = group[0]?.timeMs ?? 0;
    const toMs = group.at(-1)?.timeMs ?? 0;
    const isRun = group.length >= TUNABLES.runFrames && toMs - fromMs >= TUNABLES.runMs;
    return isRun ? [{ fromMs, toMs, frames: group }] : [];
  });
}

/** The run that lasts longest, of equals the first. */
export function longestRun(runs: readonly Run[]): Run | null {
  return runs.reduce<Run | null>(
    (best, run) => (best && best.toMs - best.fromMs >= run.toMs - run.fromMs ? best : run),
    null,
  );
}

/** Every part of a run that is long enough to be judged by itself; none of a shorter run. */
export function windowsOf({ frames }: Run): FaceFrame[][] {
  const size = TUNABLES.framesOfStretch;
  return Array.from({ length: Math.max(0, frames.length - size + 1) }, (_, at) =>
    frames.slice(at, at + size),
  );
}
