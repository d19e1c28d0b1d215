import type { FaceSummary, Verdict, VideoState } from '../../../src/verdict/types.ts';

/** A state as the engine sends it, half-way through unless told otherwise. */
export function videoState(change: Partial<VideoState> = {}): VideoState {
  return {
    phase: 'checking',
    verdict: { kind: 'unclear', reason: 'tooFewFrames' },
    probability: 0.4,
    framesSeen: 3,
    framesJudged: 3,
    framesRepeated: 0,
    framesWanted: 16,
    faces: [],
    limits: { manipulated: 0.9, noSign: 0.3 },
    quality: 'direct',
    modelVersion: 'test',
    backend: 'wasm',
    ...change,
  };
}

/** A face after five frames. */
export function face(verdict: Verdict): FaceSummary {
  return {
    track: 1,
    probability: 0.9,
    verdict,
    frames: 5,
    box: { x: 0.4, y: 0.2, width: 0.2, height: 0.3 },
    timeline: [],
    thumbnail: '',
  };
}
