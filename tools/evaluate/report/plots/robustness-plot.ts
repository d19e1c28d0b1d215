import { AS_IS } from '../../../lib/manifest/conditions.ts';
import { parseCondition } from '../conditions.ts';
import { grouped } from '../../../lib/grouped.ts';
import type { SetSummary } from '../summary.ts';
import {
  axes,
  evenAxis,
  placeX,
  placeY,
  ROOM,
  sharesUpTo,
  type Axis,
  type Plot,
} from '../../../lib/report/plots/axes.ts';
import { circle, line, polygon, polyline, type Panel, type Point } from '../../../lib/report/plots/svg.ts';

const WIDTH = 220;
const HEIGHT = 140;
const GAP = 44;

interface Value {
  rate: number;
  low: number | null;
  high: number | null;
}

/**
 * One panel a family of conditions: AUC, and false alarms below, over the strength of the treatment, each with its interval.
 * @param summaries of one set and level, all methods, in the order of {@link compareConditions}.
 */
export function robustnessPanels(summaries: readonly SetSummary[]): Panel[] {
  const asIs = summaries.filter(({ condition }) => condition === AS_IS);
  const families = grouped(
    summaries.filter(({ condition }) => condition !== AS_IS),
    ({ condition }) => parseCondition(condition).family,
  );
  const most = Math.max(0, ...summaries.map(({ falseAlarms }) => falseAlarms?.high ?? 0));
  const hasAuc = summaries.some(({ auc }) => auc !== null);
  return [...families].map(([family, own]) => {
    const all = [...asIs, ...own];
    const xAxis = categories(all, family);
    const upper: Plot = { left: ROOM.left, top: ROOM.top, width: WIDTH, height: HEIGHT };
    const lower: Plot = hasAuc ? { ...upper, top: ROOM.top + HEIGHT + GAP } : upper;
    const aucs = all.map(({ auc, low, high }): Value | null =>
      auc === null ? null : { rate: auc, low, high },
    );
    const alarms = all.map(({ falseAlarms }) => falseAlarms);
    return {
      width: ROOM.left + WIDTH + ROOM.right,
      height: lower.top + HEIGHT + ROOM.bottom,
      body:
        (hasAuc ? curve(upper, { ...xAxis, label: '' }, aucAxis(summaries), aucs, 0, family) : '') +
        curve(lower, xAxis, sharesUpTo('false alarms', most), alarms, 1, hasAuc ? '' : family),
    };
  });
}

function aucAxis(summaries: readonly SetSummary[]): Axis {
  const least = Math.min(0.5, ...summaries.map(({ auc, low }) => low ?? auc ?? 1));
  return evenAxis('AUC', Math.floor(least * 10) / 10, 1, 0.1, 1);
}

/** Steps of equal width: the levels of different treatments have no common measure. */
function categories(all: readonly SetSummary[], family: string): Axis {
  const ticks = all.map(({ condition }, at) => {
    const { level } = parseCondition(condition);
    return { at, label: condition === AS_IS || Number.isNaN(level) ? condition : String(level) };
  });
  return { min: -0.4, max: Math.max(0.4, all.length - 0.6), ticks, label: family };
}

function curve(
  plot: Plot,
  xAxis: Axis,
  yAxis: Axis,
  values: readonly (Value | null)[],
  series: number,
  heading: string,
): string {
  const x = placeX(plot, xAxis);
  const y = placeY(plot, yAxis);
  const points: Point[] = [];
  const upper: Point[] = [];
  const lower: Point[] = [];
  for (const [at, value] of values.entries()) {
    if (value === null) continue;
    points.push([x(at), y(value.rate)]);
    if (value.low === null || value.high === null) continue;
    upper.push([x(at), y(value.high)]);
    lower.unshift([x(at), y(value.low)]);
  }
  const chance =
    yAxis.min < 0.5 && series === 0
      ? line(plot.left, y(0.5), plot.left + plot.width, y(0.5), 'thin axis d1')
      : '';
  return (
    axes(plot, xAxis, yAxis, heading) +
    chance +
    (upper.length > 1 ? polygon([...upper, ...lower], `area f${series}`) : '') +
    polyline(points, `line s${series}`) +
    points.map(([px, py]) => circle(px, py, 3, `f${series} ring`)).join('')
  );
}
