import type { Round } from '../../src/contracts/round.ts';
import type { AdaptationState } from '../../src/messages/adaptation.ts';

/** States of an adaptation for tests, complete and valid, with what matters given. */

export function anAdaptation(change: Partial<AdaptationState> = {}): AdaptationState {
  return {
    phase: 'gathering',
    notices: [],
    progress: 0,
    gathered: { faces: 12, videos: 6, days: 1, trusted: 0, bytes: 1_200_000 },
    needed: { faces: 24, videos: 8, days: 2 },
    awaited: { notBefore: 0, newFaces: 0 },
    versions: [],
    active: 0,
    level: null,
    marks: [],
    rounds: [],
    expiryDays: 30,
    ...change,
  };
}

export function aRound(change: Partial<Round> = {}): Round {
  return {
    at: Date.UTC(2025, 4, 3, 12, 2),
    outcome: 'committed',
    checks: [],
    reason: null,
    version: 1,
    steps: 200,
    interpolation: 1,
    seconds: 40,
    fakeRate: null,
    resemblance: null,
    distance: null,
    figure: null,
    ...change,
  };
}
