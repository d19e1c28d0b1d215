import { decimals, intervalOf, NONE, percent } from '../../../lib/report/numbers.ts';
import { rocCurve } from '../../../lib/report/metrics/roc.ts';
import type { Sample } from '../../../lib/report/metrics/sample.ts';
import { ALL_METHODS, type SetSummary } from '../summary.ts';
import { axes, placeX, placeY, ROOM, shares, type Plot } from '../../../lib/report/plots/axes.ts';
import { withLegend, type Entry } from '../../../lib/report/plots/legend.ts';
import { circle, diamond, line, polyline, type Panel } from '../../../lib/report/plots/svg.ts';
import { SERIES } from '../../../lib/report/plots/theme.ts';

const SIDE = 300;

/** One level of a set: a curve for all methods and for each. */
export interface RocCurve {
  summary: SetSummary;
  samples: readonly Sample[];
}

/**
 * ROC curves of one level. A circle marks what the extension flags as "Likely manipulated", a diamond the paper's rule.
 * @returns null if no curve can be drawn.
 */
export function rocPanel(heading: string, curves: readonly RocCurve[]): Panel | null {
  const plot: Plot = { left: ROOM.left, top: ROOM.top, width: SIDE, height: SIDE };
  const xAxis = shares('genuine ones flagged');
  const yAxis = shares('manipulated ones flagged');
  const x = placeX(plot, xAxis);
  const y = placeY(plot, yAxis);
  const lines: string[] = [];
  const entries: Entry[] = [];
  for (const { summary, samples } of curves.slice(0, SERIES)) {
    const curve = rocCurve(samples);
    if (!curve) continue;
    const look = `line s${entries.length} d${entries.length}`;
    lines.push(
      polyline(
        curve.map(({ falseAlarms, caught }) => [x(falseAlarms), y(caught)]),
        look,
      ),
    );
    const name = summary.method === ALL_METHODS ? 'all' : summary.method;
    const interval = intervalOf(summary);
    entries.push({
      sign: (cx, cy) => line(cx - 11, cy, cx + 11, cy, look),
      words: `${name}: AUC ${decimals(summary.auc)}${interval === NONE ? '' : ` (${interval})`}`,
    });
  }
  if (entries.length === 0) return null;
  const all = curves.find(({ summary }) => summary.method === ALL_METHODS)?.summary;
  if (all?.falseAlarms && all.caught) {
    lines.push(circle(x(all.falseAlarms.rate), y(all.caught.rate), 5, 'f0 ring'));
    entries.push({
      sign: (cx, cy) => circle(cx, cy, 5, 'f0 ring'),
      words: `Likely manipulated: ${percent(all.caught.rate)} caught, ${percent(all.falseAlarms.rate)} false`,
    });
  }
  const rule = all?.paperRule;
  if (rule?.falseAlarms && rule.caught) {
    lines.push(diamond(x(rule.falseAlarms.rate), y(rule.caught.rate), 6, 'f1 ring'));
    entries.push({
      sign: (cx, cy) => diamond(cx, cy, 6, 'f1 ring'),
      words: `the paper’s rule: ${percent(rule.caught.rate)} caught, ${percent(rule.falseAlarms.rate)} false`,
    });
  }
  const chance = line(x(0), y(0), x(1), y(1), 'thin axis d1');
  return withLegend(plot, axes(plot, xAxis, yAxis, heading) + chance + lines.join(''), entries);
}
