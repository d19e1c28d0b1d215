import { TUNABLES } from '../tunables.ts';
import type { Verdict } from '../types.ts';
import {
  isBlurred,
  isNoisy,
  kindIn,
  logit,
  sigmoid,
  type Band,
  type FaceFrame,
  type Judgement,
  type Thresholds,
} from './aggregation.ts';
import { trimmedMean } from './trimmed-mean.ts';

function weightOf(frame: FaceFrame, thresholds: Thresholds): number {
  const bySize = Math.min(1, frame.side / TUNABLES.faceSideFullWeight);
  const shows = !isBlurred(frame, thresholds) && !isNoisy(frame, thresholds);
  return shows ? bySize : bySize * TUNABLES.poorWeight;
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

/** A mean over frames spreads less than single frames do, so that it has thresholds of its own. */
function bandFor(frames: readonly FaceFrame[], thresholds: Thresholds): Band {
  return frames.length >= TUNABLES.framesMinimum ? (thresholds.video ?? thresholds) : thresholds;
}

function verdictOf(frames: readonly FaceFrame[], probability: number, thresholds: Thresholds): Verdict {
  if (frames.length < TUNABLES.framesMinimum) return { kind: 'unclear', reason: 'tooFewFrames' };
  if (share(frames, (frame) => frame.side < TUNABLES.faceSideMinimum) > 0.5) {
    return { kind: 'unclear', reason: 'smallFace' };
  }
  const blurred = share(frames, (frame) => isBlurred(frame, thresholds));
  const noisy = share(frames, (frame) => isNoisy(frame, thresholds));
  // Noise is detail, so that no frame is both.
  if (blurred + noisy > 0.5) return { kind: 'unclear', reason: blurred >= noisy ? 'blurred' : 'noisy' };
  if (share(frames, (frame) => frame.distance > 1) > TUNABLES.unfamiliarShare) {
    return { kind: 'unclear', reason: 'unfamiliar' };
  }
  if (contradict(frames)) return { kind: 'unclear', reason: 'disagreement' };
  const kind = kindIn(bandFor(frames, thresholds), probability);
  return kind === 'unclear' ? { kind, reason: 'undecided' } : { kind };
}

function settled(verdict: Verdict, frames: number, logOdds: number, { manipulated, noSign }: Band): boolean {
  if (frames >= TUNABLES.framesWanted) return true;
  if (frames < TUNABLES.framesToDecide) return false;
  if (verdict.kind === 'manipulated') return logOdds >= logit(manipulated) + TUNABLES.earlyStopMargin;
  if (verdict.kind === 'noSign') return logOdds <= logit(noSign) - TUNABLES.earlyStopMargin;
  return false;
}

/**
 * The default rule: a trimmed mean of calibrated log-odds, weighted by face size, sharpness and noise. Stops early once decided with a margin.
 * Raising any frame's log-odds never lowers the probability; neither does adding a frame that is at least as suspicious
 * as all others and above even odds, as long as faces are large, sharp and clean enough for full weight.
 */
export function calibrated(frames: readonly FaceFrame[], thresholds: Thresholds, faces: number): Judgement {
  const logOdds = correctedForFaces(evidence(frames, thresholds), faces);
  const probability = sigmoid(logOdds);
  const verdict = verdictOf(frames, probability, thresholds);
  return {
    probability,
    verdict,
    settled: settled(verdict, frames.length, logOdds, bandFor(frames, thresholds)),
  };
}
