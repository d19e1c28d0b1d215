import { clock, scoreOf } from '../../verdict/numbers.ts';
import { plotPoints, polyline, timelineWords } from '../../verdict/timeline.ts';
import type { TimelinePoint } from '../../verdict/types.ts';
import { html, svg } from './elements.ts';

const WIDTH = 280;
const HEIGHT = 56;
const INSET = 4;

/** A drawing of the scores over time. The table of `timelineTable` holds the same numbers. */
export function timelineDrawing(points: readonly TimelinePoint[]): SVGSVGElement {
  const places = plotPoints(points, { width: WIDTH, height: HEIGHT, margin: INSET });
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
      points: polyline(places),
    }),
    ...places.map(({ x, y }) => svg('circle', { class: 'point', cx: x.toFixed(1), cy: y.toFixed(1), r: 2 })),
  );
}

export function timelineRows(points: readonly TimelinePoint[]): HTMLTableRowElement[] {
  return points.map(({ timeMs, probability }) =>
    html('tr', {}, html('td', {}, clock(timeMs)), html('td', {}, String(scoreOf(probability)))),
  );
}
