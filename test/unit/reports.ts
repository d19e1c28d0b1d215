import type { VideoReport } from '../../src/messages/schemas.ts';
import type { FaceSummary, Verdict, VideoState } from '../../src/verdict/types.ts';

/** Reports and states for tests, complete and valid, with what matters given. */

export function aFace(change: Partial<FaceSummary> = {}): FaceSummary {
  return {
    track: 1,
    probability: 0.5,
    verdict: { kind: 'unclear', reason: 'undecided' },
    frames: 2,
    box: { x: 0.4, y: 0.3, width: 0.2, height: 0.3 },
    timeline: [
      { timeMs: 0, probability: 0.4 },
      { timeMs: 1000, probability: 0.6 },
    ],
    thumbnail: '',
    ...change,
  };
}

export function aState(verdict: Verdict, change: Partial<VideoState> = {}): VideoState {
  return {
    phase: 'done',
    verdict,
    probability: 0.5,
    framesSeen: 10,
    framesJudged: 8,
    framesRepeated: 0,
    framesWanted: 8,
    faces: [aFace({ verdict })],
    limits: { manipulated: 0.9, noSign: 0.3 },
    quality: 'direct',
    modelVersion: '1.0.0',
    backend: 'wasm',
    ...change,
  };
}

export function aReport(change: Partial<VideoReport> = {}): VideoReport {
  return {
    key: { video: 'v-1', epoch: 0 },
    phase: 'done',
    state: aState({ kind: 'noSign' }),
    failure: null,
    asked: false,
    mediaHost: '',
    poster: '',
    label: '',
    ...change,
  };
}
