import { logit } from '../../../verdict/aggregation/aggregation.ts';
import { isComparable, type ComparableFace } from '../../../verdict/comparison/compare.ts';
import type { DescribedFace } from '../../../messages/schemas.ts';
import type { FrameSeries } from '../../../files/frame-series.ts';
import type { Box, FaceSummary, VideoState } from '../../../verdict/types.ts';
import { openMedium } from '../check-medium.ts';
import { Judging } from '../judging.ts';
import type { Medium } from '../medium.ts';
import type { CheckRecord, JudgedFrame } from '../record.ts';

/** Frames by which a face is told from others, spread over the video. First choice: one may be turned or blurred. */
const FRAMES_OF_A_FACE = 3;
/** Probabilities are kept off 0 and 1, where there are no log-odds. */
const CERTAIN = 0.999;
/** A face is the one that was judged if their centres are closer than this many sides: it is the same frame. */
const SAME_PLACE = 0.5;

/**
 * The faces of a checked medium, with who they are in numbers, for the time of a comparison. Frames that were judged are looked at once more.
 * @returns also those of too few frames, then without numbers.
 * @throws FrameError if it cannot be opened any more or the engine could not look; what `signal` was aborted with.
 */
export async function comparableFaces(
  medium: Medium,
  { state, frames }: { state: VideoState; frames: CheckRecord['frames'] },
  signal: AbortSignal,
): Promise<ComparableFace[]> {
  const seen = new Map<number, DescribedFace[]>();
  if (state.faces.some(isComparable)) {
    const { series } = await openMedium(medium, signal);
    try {
      for (const frame of framesToLookAt(state.faces, frames)) {
        signal.throwIfAborted();
        const described = await describedAt(series, frame.timeMs);
        for (const { track, box } of frame.faces) {
          const face = described.find((one) => inSamePlace(one.box, box));
          if (face) seen.set(track, [...(seen.get(track) ?? []), face]);
        }
      }
    } finally {
      series.close();
    }
  }
  return state.faces.flatMap((face) => {
    const described = seen.get(face.track) ?? [];
    return isComparable(face) && described.length === 0 ? [] : [comparable(face, described)];
  });
}

/** Some frames of each face that can be compared, in order of time. */
function framesToLookAt(faces: readonly FaceSummary[], frames: readonly JudgedFrame[]): JudgedFrame[] {
  const wanted = new Set<JudgedFrame>();
  for (const { track } of faces.filter(isComparable)) {
    const own = frames.filter((frame) => frame.faces.some((face) => face.track === track));
    for (let part = 0; part < FRAMES_OF_A_FACE; part++) {
      const frame = own[Math.floor(((part + 0.5) / FRAMES_OF_A_FACE) * own.length)];
      if (frame) wanted.add(frame);
    }
  }
  return frames.filter((frame) => wanted.has(frame));
}

async function describedAt(series: FrameSeries, timeMs: number): Promise<DescribedFace[]> {
  const { frame } = await series.frameAt(timeMs);
  const judging = new Judging();
  try {
    return await judging.describe(frame, timeMs);
  } finally {
    frame.close();
    await judging.end();
  }
}

function comparable(face: FaceSummary, described: readonly DescribedFace[]): ComparableFace {
  const probability = Math.min(CERTAIN, Math.max(1 - CERTAIN, face.probability));
  return {
    track: face.track,
    logOdds: logit(probability),
    frames: face.frames,
    side: median(described.map(({ side }) => side)),
    detail: median(described.map(({ detail }) => detail)),
    descriptor: mean(described.map(({ descriptor }) => descriptor)),
  };
}

function inSamePlace(a: Box, b: Box): boolean {
  const across = Math.abs(a.x + a.width / 2 - b.x - b.width / 2) / Math.max(a.width, b.width);
  const down = Math.abs(a.y + a.height / 2 - b.y - b.height / 2) / Math.max(a.height, b.height);
  return Math.max(across, down) < SAME_PLACE;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function mean(descriptors: readonly (readonly number[])[]): number[] {
  const [first = []] = descriptors;
  return first.map(
    (_, at) => descriptors.reduce((sum, numbers) => sum + (numbers[at] ?? 0), 0) / descriptors.length,
  );
}
