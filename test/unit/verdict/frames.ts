import type { FaceFrame, Thresholds } from '../../../src/verdict/aggregation/aggregation.ts';
import type { SeenFace, SeenFrame } from '../../../src/verdict/video-evidence.ts';

export const thresholds: Thresholds = { manipulated: 0.9, noSign: 0.3 };

const UPRIGHT_AND_DETAILED = { detail: 0.9, lettering: 0, graphic: 0, roll: 0, yaw: 0 } as const;

/** Frames of one large, familiar face with these log-odds, one a second. */
export function frames(...logOdds: number[]): FaceFrame[] {
  return logOdds.map((value, index) => ({
    timeMs: index * 1000,
    logOdds: value,
    distance: 0.5,
    side: 200,
    sharpness: 1,
    noise: 0.3,
    ...UPRIGHT_AND_DETAILED,
  }));
}

export function face(logOdds: number, x = 0.4, change: Partial<SeenFace> = {}): SeenFace {
  return {
    box: { x, y: 0.3, width: 0.1, height: 0.2 },
    logOdds,
    distance: 0.5,
    side: 200,
    sharpness: 1,
    noise: 0.3,
    ...UPRIGHT_AND_DETAILED,
    ...change,
  };
}

export function seen(second: number, ...faces: SeenFace[]): SeenFrame {
  return { timeMs: second * 1000, aspect: 16 / 9, quality: 'direct', faces };
}
