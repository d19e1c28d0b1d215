import type { JudgedFace } from '../../../../src/offscreen/frame-work.ts';
import type { Place } from '../../../../src/offscreen/learning/places.ts';
import { VideoEvidence } from '../../../../src/verdict/video-evidence.ts';

/** Faces as the engine hands them to learning, and where they were seen. */

export const ORIGIN = 'https://one.example';
export const OTHER = 'https://two.example';

export function place({ origin = ORIGIN, ...change }: Partial<Place & { origin: string }> = {}): Place & {
  origin: string;
} {
  return { private: false, tabId: 1, frameId: 0, key: { video: 'a', epoch: 1 }, ...change, origin };
}

const [track = null] = new VideoEvidence('direct').add({
  timeMs: 0,
  aspect: 1,
  quality: 'direct',
  faces: [
    {
      box: { x: 0, y: 0, width: 1, height: 1 },
      logOdds: 0,
      distance: 0,
      side: 100,
      sharpness: 1,
      noise: 0.3,
    },
  ],
});

export function face(side = 100): JudgedFace {
  const input = new Uint8Array(128 * 128 * 3).map((_, i) => (i * 7) % 251);
  const box = { x: 0, y: 0, width: side, height: side };
  return {
    track,
    face: { box, region: { x: 0, y: 0, width: side, height: side }, keypoints: [], input },
    evidence: {
      logit: 0,
      feature: new Float32Array(128),
      logOdds: 0,
      distance: 0,
      sharpness: 1,
      noise: 0.3,
      mask: null,
    },
  };
}
