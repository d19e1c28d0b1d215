import type { TimelinePoint } from '../../verdict/types.ts';
import { html, svg } from './elements.ts';
import { clock, framesWords, scoreOf } from './words.ts';

const WIDTH = 280;
const HEIGHT = 56;
const INSET = 4;

/** Where points of a timeline lie in the drawing: time from left to right, a score of 100 on top. Pure. */
export function plot(points: readonly TimelinePoint[]): { x: number; y: number }[] {
  const times = points.map((point) => point.timeMs);
  const first = Math.min(...times);
  const span = Math.max(...times) - first || 1;
  return points.map(({ timeMs, probability }) => ({
    x: INSET + ((timeMs - first) / span) * (WIDTH - 2 * INSET),
    y: INSET + (1 - probability) * (HEIGHT - 2 * INSET),
  }));
}

/** The drawing in words. */
export function timelineWords(points: readonly TimelinePoint[]): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return 'No frame judged yet';
  const highest = points.reduce((top, point) => (point.probability > top.probability ? point : top));
  return (
    `Manipulation score of ${framesWords(points.length)} from ${clock(first.timeMs)} to ${clock(last.timeMs)}; ` +
    `highest ${scoreOf(highest.probability)} of 100 at ${clock(highest.timeMs)}`
  );
}

/** A drawing of the scores over time. The table of `timelineTable` holds the same numbers. */
export function timelineDrawing(points: readonly TimelinePoint[]): SVGSVGElement {
  const places = plot(points);
  const guides = [0, 0.5, 1].map((part) => {
    const y = INSET + part * (HEIGHT - 2 * INSET);
    return svg('line', { class: 'guide', x1: INSET, x2: WIDTH - INSET, y1: y, y2: y });
  });
  return svg(
    'svg',
    {
      class: 'timeline',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: 'img',
      'aria-label': timelineWords(points),
    },
    ...guides,
    svg('polyline', {
      class: 'line',
      points: places.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' '),
    }),
    ...places.map(({ x, y }) => svg('circle', { class: 'point', cx: x.toFixed(1), cy: y.toFixed(1), r: 2 })),
  );
}

export function timelineRows(points: readonly TimelinePoint[]): HTMLTableRowElement[] {
  return points.map(({ timeMs, probability }) =>
    html('tr', {}, html('td', {}, clock(timeMs)), html('td', {}, String(scoreOf(probability)))),
  );
}
