import { principalPlane, project, type Plane } from '../features/pca.ts';
import { proxyDistance, type FeaturePoint } from '../features/proxy-distance.ts';
import { NONE, percent } from '../../../lib/report/numbers.ts';
import { axes, placeX, placeY, ROOM, type Axis, type Plot } from '../../../lib/report/plots/axes.ts';
import { withLegend, type Entry } from '../../../lib/report/plots/legend.ts';
import { figure, px, text, type Panel, type Point } from '../../../lib/report/plots/svg.ts';

const SIDE = 300;

/** One look at a source and a target domain: before or after an adaptation, or one target of several. */
export interface FeatureView {
  heading: string;
  points: readonly FeaturePoint[];
}

/** How far the domains lie apart for a linear probe, like with like; null where there are too few videos. */
export interface DomainGap {
  heading: string;
  real: number | null;
  fake: number | null;
}

export function domainGap({ heading, points }: FeatureView): DomainGap {
  const of = (fake: boolean): number | null => proxyDistance(points.filter((point) => point.fake === fake));
  return { heading, real: of(false), fake: of(true) };
}

/**
 * Features on a common plane, views side by side, with the proxy A-distances below. All views share one basis (principal components of all
 * points), so that they can be compared; distances on the plane are no evidence, the proxy A-distance is.
 * @param views at least one, with at least one point.
 */
export function featureFigure(title: string, views: readonly FeatureView[]): string {
  const plane = principalPlane(views.flatMap(({ points }) => points.map(({ feature }) => feature)));
  const projected = views.map((view) => view.points.map(({ feature }) => project(plane, feature)));
  const xs = range(projected.flat().map(([x]) => x));
  const ys = range(projected.flat().map(([, y]) => y));
  const gaps = views.map(domainGap);
  return figure({
    title,
    description: `Scatter of features on their first two principal components. ${gaps.map(inWords).join(' ')}`,
    panels: views.map((view, at) =>
      scatter(view, projected[at] ?? [], axisOf(plane, 0, xs), axisOf(plane, 1, ys), gaps[at]),
    ),
    notes: [
      'Proxy A-distance: 0 where a linear probe cannot tell the domains apart, 2 where it always can; held-out videos, like with like. A dash: fewer than five groups.',
    ],
  });
}

function scatter(
  { heading, points }: FeatureView,
  projected: readonly Point[],
  xAxis: Axis,
  yAxis: Axis,
  gap: DomainGap | undefined,
): Panel {
  const plot: Plot = { left: ROOM.left, top: ROOM.top, width: SIDE, height: SIDE };
  const x = placeX(plot, xAxis);
  const y = placeY(plot, yAxis);
  const marks: string[] = [];
  const entries: Entry[] = [];
  for (const [series, domain] of (['source', 'target'] as const).entries()) {
    for (const fake of [false, true]) {
      const own = projected.filter((_, at) => points[at]?.domain === domain && points[at].fake === fake);
      if (own.length === 0) continue;
      marks.push(
        cloud(
          own.map(([px, py]) => [x(px), y(py)]),
          series,
          fake,
        ),
      );
      entries.push({
        sign: (cx, cy) => cloud([[cx, cy]], series, fake),
        words: `${domain}, ${fake ? 'manipulated' : 'genuine'} (${own.length})`,
      });
    }
  }
  const words = gap
    ? `proxy A-distance: genuine ${figureOf(gap.real)}, manipulated ${figureOf(gap.fake)}`
    : '';
  const panel = withLegend(plot, axes(plot, xAxis, yAxis, heading) + marks.join(''), entries);
  return {
    ...panel,
    height: panel.height + 18,
    body: panel.body + text(ROOM.left, panel.height + 10, words),
  };
}

/** Genuine faces as dots, manipulated ones as crosses: told apart without colour as well. */
function cloud(points: readonly Point[], series: number, fake: boolean): string {
  const sign = fake ? 'm-2.5-2.5l5 5m0-5l-5 5' : 'h0';
  const path = points.map(([x, y]) => `M${px(x)} ${px(y)}${sign}`).join('');
  const pen = fake ? '' : ' stroke-width="4.5" stroke-linecap="round"';
  return `<path d="${path}" class="dots s${series}"${pen}/>`;
}

function axisOf(plane: Plane, component: 0 | 1, { min, max }: { min: number; max: number }): Axis {
  const share = percent(plane.explained[component], 0);
  return { min, max, ticks: [], label: `component ${component + 1} (${share} of the variance)` };
}

/** With some air; never empty. */
function range(values: readonly number[]): { min: number; max: number } {
  const min = values.reduce((a, b) => Math.min(a, b), Infinity);
  const max = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const air = max > min ? (max - min) * 0.05 : 1;
  return { min: min - air, max: max + air };
}

function figureOf(distance: number | null): string {
  return distance === null ? NONE : distance.toFixed(2);
}

function inWords({ heading, real, fake }: DomainGap): string {
  return `${heading}: proxy A-distance ${figureOf(real)} for genuine, ${figureOf(fake)} for manipulated faces.`;
}
