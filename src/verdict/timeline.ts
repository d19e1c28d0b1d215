import { clock, count, scoreOf } from './numbers.ts';
import type { TimelinePoint } from './types.ts';

/** What is drawn and said of a face's scores over time. Pure: badge and pages draw with what they have. */

/** A drawing's size and the margin kept free around its points, in user units. */
export interface Plot {
  width: number;
  height: number;
  margin: number;
}

/** Where points lie: time from left to right, a score of 100 on top. One moment alone lies in the middle. */
export function plotPoints(
  points: readonly TimelinePoint[],
  { width, height, margin }: Plot,
): { x: number; y: number }[] {
  const times = points.map((point) => point.timeMs);
  const first = Math.min(...times);
  const span = Math.max(...times) - first;
  return points.map(({ timeMs, probability }) => ({
    x: margin + (width - 2 * margin) * (span > 0 ? (timeMs - first) / span : 0.5),
    y: margin + (height - 2 * margin) * (1 - probability),
  }));
}

/** The same points as an SVG polyline's. */
export function polyline(places: readonly { x: number; y: number }[]): string {
  return places.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
}

/** The drawing in one sentence. */
export function timelineWords(points: readonly TimelinePoint[]): string {
  const [first] = points;
  if (!first) return 'No frame judged yet';
  const times = points.map((point) => point.timeMs);
  const highest = points.reduce((top, point) => (point.probability > top.probability ? point : top));
  const lowest = Math.min(...points.map((point) => point.probability));
  return (
    `Manipulation score of ${count(points.length, 'frame')} from ${clock(Math.min(...times))} to ${clock(Math.max(...times))}; ` +
    `lowest ${scoreOf(lowest)}, highest ${scoreOf(highest.probability)} of 100 at ${clock(highest.timeMs)}`
  );
}
