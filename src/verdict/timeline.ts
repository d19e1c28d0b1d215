import type { Band } from '../contracts/band.ts';
import { kindIn } from './band.ts';
import { listed, plural, text } from '../words/text.ts';
import { clock } from './numbers.ts';
import type { TimelinePoint } from './types.ts';
import { LEVEL_WORDS } from './words.ts';

/** What is drawn and said of a face's scores over time. Pure: badge and pages draw with what they have. */

/** A drawing's size and the margin kept free around its points, in user units. */
export interface Plot {
  width: number;
  height: number;
  margin: number;
}

function heightOf(probability: number, { height, margin }: Plot): number {
  return margin + (height - 2 * margin) * (1 - probability);
}

/** Where points lie: time from left to right, the highest score on top. One moment alone lies in the middle. */
export function plotPoints(points: readonly TimelinePoint[], plot: Plot): { x: number; y: number }[] {
  const { width, margin } = plot;
  const times = points.map((point) => point.timeMs);
  const first = Math.min(...times);
  const span = Math.max(...times) - first;
  return points.map(({ timeMs, probability }) => ({
    x: margin + (width - 2 * margin) * (span > 0 ? (timeMs - first) / span : 0.5),
    y: heightOf(probability, plot),
  }));
}

/** The bands of the drawing in which scores mean something, from the upper edge to the lower one. */
export function plotBands(
  { manipulated, noSign }: Band,
  plot: Plot,
): { kind: 'manipulated' | 'noSign'; y: number; height: number }[] {
  const upper = heightOf(manipulated, plot);
  const lower = heightOf(noSign, plot);
  return [
    { kind: 'manipulated', y: 0, height: upper },
    { kind: 'noSign', y: lower, height: plot.height - lower },
  ];
}

/** The same points as an SVG polyline's. */
export function polyline(places: readonly { x: number; y: number }[]): string {
  return places.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
}

/** Where a score lies, in a word. */
export function levelWords(probability: number, limits: Band): string {
  return LEVEL_WORDS[kindIn(limits, probability)];
}

/** The drawing in one sentence. */
export function timelineWords(points: readonly TimelinePoint[], limits: Band): string {
  if (points.length === 0) return text('timeline_none');
  const times = points.map((point) => point.timeMs);
  const levels = (['manipulated', 'unclear', 'noSign'] as const).flatMap((kind) => {
    const n = points.filter(({ probability }) => kindIn(limits, probability) === kind).length;
    return n > 0 ? [text('level_count', { count: n, level: LEVEL_WORDS[kind] })] : [];
  });
  return plural('timeline_summary', points.length, {
    from: clock(Math.min(...times)),
    to: clock(Math.max(...times)),
    levels: listed(levels, 'unit'),
  });
}
