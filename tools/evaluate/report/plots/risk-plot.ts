import { riskCoverage } from '../../../lib/report/metrics/selective.ts';
import { percent } from '../../../lib/report/numbers.ts';
import type { JudgedSample } from '../samples.ts';
import type { SetSummary } from '../summary.ts';
import { axes, placeX, placeY, ROOM, shares, sharesUpTo, type Plot } from '../../../lib/report/plots/axes.ts';
import { withLegend, type Entry } from '../../../lib/report/plots/legend.ts';
import { circle, line, polyline, type Panel } from '../../../lib/report/plots/svg.ts';

const WIDTH = 300;
const HEIGHT = 240;

/** Share of wrong answers over the share of samples that are answered at all. */
export function riskPanel(
  heading: string,
  samples: readonly JudgedSample[],
  { coverage, risk }: SetSummary,
): Panel | null {
  const points = riskCoverage(samples);
  if (points.length === 0) return null;
  const plot: Plot = { left: ROOM.left, top: ROOM.top, width: WIDTH, height: HEIGHT };
  const xAxis = shares('answered');
  const yAxis = sharesUpTo(
    'wrong among the answered',
    Math.max(risk ?? 0, ...points.map((point) => point.risk)),
  );
  const x = placeX(plot, xAxis);
  const y = placeY(plot, yAxis);
  const entries: Entry[] = [
    {
      sign: (cx, cy) => line(cx - 11, cy, cx + 11, cy, 'line s0'),
      words: 'at even odds, the surest first',
    },
  ];
  const marked = coverage !== null && risk !== null;
  if (marked) {
    entries.push({
      sign: (cx, cy) => circle(cx, cy, 5, 'f1 ring'),
      words: `verdicts: ${percent(coverage)} clear, ${percent(risk)} of them wrong`,
    });
  }
  const curve = polyline(
    points.map((point) => [x(point.coverage), y(point.risk)]),
    'line s0',
  );
  const mark = marked ? circle(x(coverage), y(risk), 5, 'f1 ring') : '';
  return withLegend(plot, axes(plot, xAxis, yAxis, heading) + curve + mark, entries);
}
