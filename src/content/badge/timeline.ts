import type { Band } from '../../contracts/band.ts';
import { clock } from '../../verdict/numbers.ts';
import { levelWords, plotBands, plotPoints, polyline, timelineWords } from '../../verdict/timeline.ts';
import type { TimelinePoint } from '../../verdict/types.ts';
import { html, svg } from './elements.ts';

const PLOT = { width: 280, height: 56, margin: 4 };

/** A drawing of the scores over time, on the bands in which they mean something. {@link timelineRows} says the same in words. */
export function timelineDrawing(points: readonly TimelinePoint[], limits: Band): SVGSVGElement {
  const places = plotPoints(points, PLOT);
  const bands = plotBands(limits, PLOT).map(({ kind, y, height }) =>
    svg('rect', { class: `band ${kind}`, x: 0, y, width: PLOT.width, height }),
  );
  return svg(
    'svg',
    {
      class: 'timeline',
      viewBox: `0 0 ${PLOT.width} ${PLOT.height}`,
      role: 'img',
      'aria-label': timelineWords(points, limits),
    },
    ...bands,
    svg('polyline', {
      class: 'line',
      points: polyline(places),
    }),
    ...places.map(({ x, y }) => svg('circle', { class: 'point', cx: x.toFixed(1), cy: y.toFixed(1), r: 2 })),
  );
}

export function timelineRows(points: readonly TimelinePoint[], limits: Band): HTMLTableRowElement[] {
  return points.map(({ timeMs, probability }) =>
    html('tr', {}, html('td', {}, clock(timeMs)), html('td', {}, levelWords(probability, limits))),
  );
}
