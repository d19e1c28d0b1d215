import type { VideoState } from '../../verdict/types.ts';

/** Frames around suspicious ones, before a verdict is given. */

/** Frames are not taken closer than this, in ms. */
const CLOSEST_MS = 500;

/** The middles of the gaps on both sides of each suspicious frame, the widest gaps first. */
function middles(taken: readonly number[], suspicious: ReadonlySet<number>, durationMs: number): number[] {
  const edges = [0, ...taken, durationMs];
  return edges
    .slice(1)
    .map((to, i) => ({ from: edges[i] ?? 0, to }))
    .filter(({ from, to }) => (suspicious.has(from) || suspicious.has(to)) && to - from >= 2 * CLOSEST_MS)
    .sort((a, b) => b.to - b.from - (a.to - a.from))
    .map(({ from, to }) => (from + to) / 2);
}

/**
 * Where to look closer: between suspicious frames and their neighbours. Nothing where the verdict accuses already,
 * or where no frame is suspicious.
 * @param taken times of the frames that were judged, in ms.
 * @param most so many at most.
 */
export function denserTimes(
  state: VideoState,
  taken: readonly number[],
  durationMs: number,
  most: number,
): number[] {
  const { suspiciousFrom } = state;
  if (state.verdict.kind === 'manipulated' || suspiciousFrom === undefined) return [];
  const high = new Set(
    state.faces.flatMap(({ timeline }) =>
      timeline.filter((point) => point.probability >= suspiciousFrom).map(({ timeMs }) => timeMs),
    ),
  );
  const inOrder = [...new Set(taken)].sort((a, b) => a - b);
  return middles(inOrder, high, durationMs)
    .slice(0, most)
    .sort((a, b) => a - b);
}
