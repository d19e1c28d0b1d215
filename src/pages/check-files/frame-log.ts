import type { RetainedFrame } from '../../frames/retained-frame.ts';
import type { VideoState } from '../../verdict/types.ts';
import type { JudgedFrame, Shot } from './record.ts';
import { lookAt, shotsBetween, type ShotSample } from './shots.ts';

/** Longer side in px of the pictures of judged frames. */
const FRAME_SIDE = 320;

/** What was seen of a medium, frame by frame. */
export interface Seen {
  durationMs: number;
  width: number;
  height: number;
  /** In order of time. */
  frames: readonly JudgedFrame[];
  /** In order of time, without gaps; one where there is no cut. */
  shots: readonly Shot[];
}

export const NOTHING_SEEN: Seen = { durationMs: 0, width: 0, height: 0, frames: [], shots: [] };

/** Notes frames as they are looked at and judged. */
export class FrameLog {
  readonly #durationMs: number;
  readonly #looks: ShotSample[] = [];
  readonly #frames: JudgedFrame[] = [];
  #size = { width: 0, height: 0 };

  constructor(durationMs: number) {
    this.#durationMs = durationMs;
  }

  /** A frame was seen; only frames that were seen tell where shots begin. */
  look(frame: RetainedFrame, timeMs: number): ShotSample {
    const look = lookAt(frame, timeMs);
    this.#looks.push(look);
    this.#size = { width: frame.width, height: frame.height };
    return look;
  }

  /** A frame was judged. @param state as it was after this frame. */
  async judged(frame: RetainedFrame, timeMs: number, state: VideoState): Promise<void> {
    this.#frames.push({ timeMs, picture: await frame.picture(FRAME_SIDE), faces: facesAt(state, timeMs) });
  }

  seen(): Seen {
    return {
      ...this.#size,
      durationMs: this.#durationMs,
      frames: [...this.#frames].sort((a, b) => a.timeMs - b.timeMs),
      shots: shotsBetween(this.#looks, this.#durationMs),
    };
  }
}

/** The faces that got a score at this time; the box of each is where it was last seen, which is there. */
export function facesAt(state: VideoState, timeMs: number): JudgedFrame['faces'] {
  return state.faces.flatMap(({ track, box, timeline }) => {
    const point = timeline.find((one) => one.timeMs === timeMs);
    return point ? [{ track, box, probability: point.probability }] : [];
  });
}
