import { TUNABLES } from '../tunables.ts';
import type { FaceFrame, Judgement } from './aggregation.ts';

/**
 * The paper's rule: a face is fake if more than half of its frames are, each frame by the sign of its log-odds.
 * Exactly half is not fake. It knows no doubt; too few frames are the only thing it calls unclear.
 */
export function majority(frames: readonly FaceFrame[]): Judgement {
  const fake = frames.filter((frame) => frame.logOdds > 0).length;
  const probability = fake / frames.length;
  if (frames.length < TUNABLES.framesMinimum) {
    return { probability, verdict: { kind: 'unclear', reason: 'tooFewFrames' }, settled: false };
  }
  const half = TUNABLES.framesWanted / 2;
  return {
    probability,
    verdict: { kind: probability > 0.5 ? 'manipulated' : 'noSign' },
    settled: frames.length >= TUNABLES.framesWanted || fake > half || frames.length - fake >= half,
  };
}
