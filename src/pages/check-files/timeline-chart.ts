import { clock } from '../../verdict/numbers.ts';
import type { Band } from '../../contracts/band.ts';
import type { CheckRecord } from './record.ts';

/** What is drawn of a face's scores over the time of the medium, in shares of the drawing: page and report draw with what they have. */
export interface FaceChart {
  track: number;
  /** In order of time; y is 0 at the upper edge. */
  points: { timeMs: number; probability: number; x: number; y: number }[];
  /** From the upper edge to the lower one. */
  bands: { kind: 'manipulated' | 'unclear' | 'noSign'; y: number; height: number }[];
  ticks: { x: number; label: string }[];
  /** Where one shot ends and the next begins. */
  cuts: number[];
}

/** Kept free above and below, so that points at the edges are seen whole. */
const MARGIN = 0.06;
const TICKS = 5;
/** Steps of an axis, in seconds. */
const STEPS = [0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400];

function heightOf(probability: number): number {
  return MARGIN + (1 - 2 * MARGIN) * (1 - probability);
}

/** Labels of the time axis, from 0 on, so many at most. */
export function axisTicks(durationMs: number): { x: number; label: string }[] {
  if (durationMs <= 0) return [];
  const seconds = durationMs / 1000;
  const step = STEPS.find((one) => seconds / one <= TICKS) ?? Math.ceil(seconds / TICKS);
  const count = Math.floor(seconds / step + 1e-9) + 1;
  return Array.from({ length: count }, (_, i) => ({
    x: (i * step) / seconds,
    label: step < 1 ? `${(i * step).toFixed(1)} s` : clock(i * step * 1000),
  }));
}

function bandsOf({ manipulated, noSign }: Band): FaceChart['bands'] {
  const upper = heightOf(manipulated);
  const lower = heightOf(noSign);
  return [
    { kind: 'manipulated', y: 0, height: upper },
    { kind: 'unclear', y: upper, height: lower - upper },
    { kind: 'noSign', y: lower, height: 1 - lower },
  ];
}

/** The charts of all faces with scores, the most suspicious face first. */
export function faceCharts({ state, durationMs, shots }: CheckRecord): FaceChart[] {
  if (!state) return [];
  const last = Math.max(0, ...state.faces.flatMap(({ timeline }) => timeline.map(({ timeMs }) => timeMs)));
  const span = Math.max(durationMs, last);
  const at = (timeMs: number): number => (span > 0 ? timeMs / span : 0.5);
  return [...state.faces]
    .sort((a, b) => b.probability - a.probability)
    .filter(({ timeline }) => timeline.length > 0)
    .map(({ track, timeline }) => ({
      track,
      points: [...timeline]
        .sort((a, b) => a.timeMs - b.timeMs)
        .map(({ timeMs, probability }) => ({ timeMs, probability, x: at(timeMs), y: heightOf(probability) })),
      bands: bandsOf(state.limits),
      ticks: axisTicks(span),
      cuts: shots.slice(1).map(({ fromMs }) => at(fromMs)),
    }));
}
