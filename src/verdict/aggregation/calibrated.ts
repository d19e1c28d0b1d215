import type { Band } from '../../contracts/band.ts';
import { kindIn } from '../band.ts';
import { TUNABLES } from '../tunables.ts';
import type { Stretch, UnclearReason, Verdict } from '../types.ts';
import {
  isBlurred,
  isCovered,
  isNoisy,
  isTurned,
  lacksDetail,
  logit,
  sigmoid,
  type FaceFrame,
  type Judgement,
  type Thresholds,
} from './aggregation.ts';
import { highRuns, longestRun, windowsOf, type Run } from './stretches.ts';
import { trimmedMean } from './trimmed-mean.ts';

/** What keeps a frame from being judged by; of equally common ones the first is told. */
const FLAWS = [
  'smallFace',
  'turned',
  'covered',
  'lowDetail',
  'blurred',
  'noisy',
] as const satisfies UnclearReason[];
type Flaw = (typeof FLAWS)[number];

/** Why a frame cannot be judged by; null where it can. Turned faces come first, since their crop is not what it should be. */
function flawOf(frame: FaceFrame, thresholds: Thresholds): Flaw | null {
  if (frame.side < TUNABLES.faceSideMinimum) return 'smallFace';
  if (isTurned(frame)) return 'turned';
  if (isCovered(frame)) return 'covered';
  if (lacksDetail(frame, thresholds)) return 'lowDetail';
  if (isBlurred(frame, thresholds)) return 'blurred';
  return isNoisy(frame, thresholds) ? 'noisy' : null;
}

/** Whether one frame of a face that may be judged by lies above the limit for single frames. */
export function isHigh(frame: FaceFrame, thresholds: Thresholds): boolean {
  return flawOf(frame, thresholds) === null && frame.logOdds >= logit(thresholds.manipulated);
}

function weightOf(frame: FaceFrame, thresholds: Thresholds): number {
  const bySize = Math.min(1, frame.side / TUNABLES.faceSideFullWeight);
  const flaw = flawOf(frame, thresholds);
  // A small face weighs less by its size already.
  return flaw === null || flaw === 'smallFace' ? bySize : bySize * TUNABLES.poorWeight;
}

/**
 * Log-odds of a face from all of its frames: their mean, not their sum. Frames of one video err
 * together (one face, one light, one codec), so more of them make the evidence steadier but no stronger: even under thresholds
 * that were fitted on single frames the share of false alarms stays what they promise for one frame, or falls.
 */
function evidence(frames: readonly FaceFrame[], thresholds: Thresholds): number {
  const samples = frames.map((frame) => ({
    value: Math.max(-TUNABLES.logOddsLimit, Math.min(TUNABLES.logOddsLimit, frame.logOdds)),
    weight: weightOf(frame, thresholds),
  }));
  return trimmedMean(samples, TUNABLES.trimmedFrames / frames.length);
}

/**
 * The most suspicious of k faces is suspicious by chance k times as often, so what speaks against a face is reduced by
 * ln k (Bonferroni, in log-odds), though not to below even odds. What speaks for a face is not touched.
 */
function correctedForFaces(logOdds: number, faces: number): number {
  return logOdds > 0 ? Math.max(0, logOdds - Math.log(Math.max(1, faces))) : logOdds;
}

/** Log-odds of a face as a whole; null where it could not be judged, whatever the thresholds. @param frames at least one. */
export function scoreOf(frames: readonly FaceFrame[], thresholds: Thresholds): number | null {
  if (frames.length < TUNABLES.framesMinimum || commonFlaw(frames, thresholds) !== null) return null;
  return isUnfamiliar(frames) ? null : evidence(frames, thresholds);
}

function isUnfamiliar(frames: readonly FaceFrame[]): boolean {
  return share(frames, (frame) => frame.distance > 1) > TUNABLES.unfamiliarShare;
}

function share(frames: readonly FaceFrame[], holds: (frame: FaceFrame) => boolean): number {
  return frames.filter(holds).length / frames.length;
}

function contradict(frames: readonly FaceFrame[]): boolean {
  const strong = TUNABLES.contradictionLogOdds;
  return (
    share(frames, (frame) => frame.logOdds >= strong) >= TUNABLES.contradictionShare &&
    share(frames, (frame) => frame.logOdds <= -strong) >= TUNABLES.contradictionShare
  );
}

/** The commonest flaw, if flawed frames are most of them. */
function commonFlaw(frames: readonly FaceFrame[], thresholds: Thresholds): Flaw | null {
  const flaws = frames.flatMap((frame) => flawOf(frame, thresholds) ?? []);
  if (flaws.length <= frames.length / 2) return null;
  const times = (flaw: Flaw): number => flaws.filter((other) => other === flaw).length;
  return FLAWS.reduce((most, flaw) => (times(flaw) > times(most) ? flaw : most));
}

/** A mean over frames spreads less than single frames do, so that it has thresholds of its own. */
export function bandFor(frames: number, thresholds: Thresholds): Band {
  const { manipulated, noSign } =
    frames >= TUNABLES.framesMinimum ? (thresholds.video ?? thresholds) : thresholds;
  return { manipulated, noSign };
}

/** Log-odds of the worst part of a run that is long enough to be judged by itself; -∞ without one. */
function worstPart(run: Run, thresholds: Thresholds, faces: number): number {
  const parts = windowsOf(run).map((frames) => evidence(frames, thresholds) - TUNABLES.stretchPenalty);
  return correctedForFaces(Math.max(-Infinity, ...parts), faces);
}

/** The run that is called manipulated by itself, the worst if there are several. */
function manipulatedRun(
  runs: readonly Run[],
  frames: readonly FaceFrame[],
  thresholds: Thresholds,
  faces: number,
): { run: Run; logOdds: number } | null {
  const { manipulated } = bandFor(frames.length, thresholds);
  const [worst] = runs
    .map((run) => ({ run, logOdds: worstPart(run, thresholds, faces) }))
    .filter(({ logOdds }) => sigmoid(logOdds) >= manipulated)
    .sort((a, b) => b.logOdds - a.logOdds);
  return worst ?? null;
}

function verdictOf(
  frames: readonly FaceFrame[],
  runs: readonly Run[],
  manipulated: Run | null,
  whole: ReturnType<typeof kindIn>,
  thresholds: Thresholds,
): Verdict {
  if (frames.length < TUNABLES.framesMinimum) return { kind: 'unclear', reason: 'tooFewFrames' };
  const flaw = commonFlaw(frames, thresholds);
  if (flaw) return { kind: 'unclear', reason: flaw };
  if (isUnfamiliar(frames)) return { kind: 'unclear', reason: 'unfamiliar' };
  const contradicting = contradict(frames);
  if (whole === 'manipulated' && !contradicting) return { kind: whole };
  if (manipulated) return { kind: 'manipulated', part: { stretch: stretchOf(manipulated) } };
  const run = longestRun(runs);
  if (run && (whole === 'noSign' || contradicting || standsOut(runs, frames))) {
    return { kind: 'unclear', reason: 'stretch', part: { stretch: stretchOf(run) } };
  }
  if (contradicting) return { kind: 'unclear', reason: 'disagreement' };
  return whole === 'unclear' ? { kind: whole, reason: 'undecided' } : { kind: whole };
}

/** Whether the frames outside of the runs speak for the face; else it is in doubt as a whole. */
function standsOut(runs: readonly Run[], frames: readonly FaceFrame[]): boolean {
  const high = new Set(runs.flatMap((run) => run.frames));
  const rest = frames.filter((frame) => !high.has(frame));
  return rest.length > 0 && rest.reduce((sum, { logOdds }) => sum + logOdds, 0) <= 0;
}

function stretchOf({ fromMs, toMs }: Stretch): Stretch {
  return { fromMs, toMs };
}

function settled(verdict: Verdict, frames: number, logOdds: number, { manipulated, noSign }: Band): boolean {
  if (frames >= TUNABLES.framesWanted) return true;
  if (frames < TUNABLES.framesToDecide) return false;
  if (verdict.kind === 'manipulated') return logOdds >= logit(manipulated) + TUNABLES.earlyStopMargin;
  if (verdict.kind === 'noSign') return logOdds <= logit(noSign) - TUNABLES.earlyStopMargin;
  return false;
}

/**
 * The rule: a trimmed mean of calibrated log-odds, weighted by face size, sharpness and noise; of a face with a run of high frames
 * the worst stretch. Stops early once decided with a margin.
 * Raising any frame's log-odds never lowers the probability; neither does adding a frame that is at least as suspicious
 * as all others and above even odds, as long as faces are large, sharp and clean enough for full weight.
 * @param frames at least one; their order does not matter.
 * @param faces how many faces of the video have enough frames to be judged; the worst of several is worse by chance.
 */
export function calibrated(frames: readonly FaceFrame[], thresholds: Thresholds, faces: number): Judgement {
  const sound = frames.filter((frame) => flawOf(frame, thresholds) === null);
  const runs = highRuns(sound, thresholds);
  const part = manipulatedRun(runs, frames, thresholds, faces);
  const whole = correctedForFaces(evidence(frames, thresholds), faces);
  const logOdds = Math.max(whole, part?.logOdds ?? -Infinity);
  const band = bandFor(frames.length, thresholds);
  const verdict = verdictOf(frames, runs, part?.run ?? null, kindIn(band, sigmoid(whole)), thresholds);
  const run = longestRun(runs);
  return {
    probability: sigmoid(logOdds),
    verdict,
    run: run && stretchOf(run),
    settled: settled(verdict, frames.length, logOdds, band),
  };
}
