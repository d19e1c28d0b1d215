import { INPUT_SIZE } from '../../../../src/detector/crop.ts';
import type { JudgedFace, JudgedFrame } from '../../../../src/offscreen/frame-work.ts';
import type { Place } from '../../../../src/offscreen/adaptation/places.ts';
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
      detail: 0.9,
      lettering: 0,
      graphic: 0,
      roll: 0,
      yaw: 0,
      noise: 0.3,
    },
  ],
});

/** A judged frame of a video that says of its face what is given. */
export function aFrame(
  timeMs: number,
  faces: readonly JudgedFace[],
  quality: JudgedFrame['quality'] = 'direct',
  logOdds = 0,
): JudgedFrame {
  return { timeMs, quality, faces, version: 0, scores: track ? [{ track, logOdds }] : [] };
}

export function face(side = 100): JudgedFace {
  const input = new Uint8Array(INPUT_SIZE * INPUT_SIZE * 3).map((_, i) => (i * 7) % 251);
  const box = { x: 0, y: 0, width: side, height: side };
  return {
    track,
    face: {
      box,
      region: { x: 0, y: 0, width: side, height: side },
      keypoints: [],
      pose: { roll: 0, yaw: 0 },
      turned: 0,
      input,
      detail: 0.9,
      overlay: { lettering: 0, graphic: 0 },
    },
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
