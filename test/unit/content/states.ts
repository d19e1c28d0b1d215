import type { VideoState } from '../../../src/verdict/types.ts';

/** A state as the engine sends it, half-way through unless told otherwise. */
export function videoState(change: Partial<VideoState> = {}): VideoState {
  return {
    phase: 'checking',
    verdict: { kind: 'unclear', reason: 'tooFewFrames' },
    probability: 0.4,
    framesSeen: 3,
    framesJudged: 3,
    framesWanted: 16,
    faces: [],
    quality: 'direct',
    modelVersion: 'test',
    backend: 'wasm',
    ...change,
  };
}
