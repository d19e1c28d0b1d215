import { axes, placeX, placeY, ROOM, type Axis, type Plot } from '../lib/report/plots/axes.ts';
import { figure, polyline, type Panel } from '../lib/report/plots/svg.ts';
import { QUANTITIES, type Quantity } from './measure.ts';
import type { Soak } from './report.ts';

const WIDTH = 250;
const HEIGHT = 120;
const COLUMNS = 3;

/** From 0 to a little above the largest, with a few round ticks. */
function axisUpTo(label: string, largest: number): Axis {
  const rough = Math.max(largest, 1e-3) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough) ?? rough;
  const count = Math.ceil(largest / step) || 1;
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const ticks = Array.from({ length: count + 1 }, (_, at) => ({
    at: at * step,
    label: (at * step).toFixed(digits),
  }));
  return { min: 0, max: count * step, ticks, label };
}

function panelOf({ samples, minutes, trends }: Soak, name: Quantity): Panel {
  const plot: Plot = { left: ROOM.left, top: ROOM.top, width: WIDTH, height: HEIGHT };
  const xAxis = axisUpTo('minutes', minutes);
  const yAxis = axisUpTo(QUANTITIES[name], Math.max(...samples.map(({ measured }) => measured[name])) * 1.1);
  const [x, y] = [placeX(plot, xAxis), placeY(plot, yAxis)];
  const curve = polyline(
    samples.map((sample) => [x(Math.min(minutes, sample.minutes)), y(sample.measured[name])]),
    'line s0',
  );
  return {
    width: ROOM.left + WIDTH + ROOM.right,
    height: ROOM.top + HEIGHT + ROOM.bottom,
    body: axes(plot, xAxis, yAxis, `${name}: ${trends[name].flat ? 'flat' : 'grows'}`) + curve,
  };
}

/** All quantities over time. */
export function plotOf(found: Soak): string {
  const names = Object.keys(QUANTITIES) as Quantity[];
  return figure({
    title: `${found.checked} checked videos in ${found.minutes} minutes`,
    description: `Memory, listeners, tensors and records over time: ${names.map((name) => `${name} ${found.trends[name].flat ? 'flat' : 'grows'}`).join(', ')}.`,
    panels: names.map((name) => panelOf(found, name)),
    columns: COLUMNS,
  });
}
