import { calibrationError, reliabilityBins } from '../../../lib/report/metrics/calibration.ts';
import type { Sample } from '../../../lib/report/metrics/sample.ts';
import { wilson } from '../../../lib/report/metrics/wilson.ts';
import { decimals } from '../../../lib/report/numbers.ts';
import { axes, evenAxis, placeX, placeY, ROOM, shares, type Plot } from '../../../lib/report/plots/axes.ts';
import { bars, binned } from './histogram.ts';
import { circle, line, polyline, text, type Panel } from '../../../lib/report/plots/svg.ts';

const SIDE = 280;
const STRIP = 56;
const GAP = 30;

/**
 * Reliability diagram: the share that is manipulated over the probability that was given, in 15 bins of equal mass with Wilson's
 * intervals; on the diagonal probabilities mean what they say. Below, how many samples got which probability.
 */
export function reliabilityPanel(heading: string, samples: readonly Sample[]): Panel | null {
  const error = calibrationError(samples);
  if (error === null) return null;
  const plot: Plot = { left: ROOM.left, top: ROOM.top, width: SIDE, height: SIDE };
  const xAxis = shares('');
  const yAxis = shares('share that is manipulated');
  const x = placeX(plot, xAxis);
  const y = placeY(plot, yAxis);
  const bins = reliabilityBins(samples);
  const whiskers = bins.map(({ count, predicted, observed }) => {
    const { low, high } = wilson(observed * count, count) ?? { low: observed, high: observed };
    return line(x(predicted), y(low), x(predicted), y(high), 'thin s0');
  });

  const counts = binned(samples.map(({ score }) => score));
  const highest = Math.max(...counts);
  const strip: Plot = { left: ROOM.left, top: ROOM.top + SIDE + GAP, width: SIDE, height: STRIP };
  const stripY = evenAxis('samples', 0, highest, highest, 0);
  const sizes = bins.map(({ count }) => count);
  const [fewest, most] = [Math.min(...sizes), Math.max(...sizes)];
  const below = ROOM.top + SIDE + GAP + STRIP + ROOM.bottom;
  return {
    width: ROOM.left + SIDE + ROOM.right,
    height: below + 20,
    body:
      axes(plot, xAxis, yAxis, heading) +
      text(
        ROOM.left,
        below + 12,
        `ECE ${decimals(error)}; ${bins.length} bins of ${fewest === most ? fewest : `${fewest} or ${most}`}`,
      ) +
      line(x(0), y(0), x(1), y(1), 'thin axis d1') +
      whiskers.join('') +
      polyline(
        bins.map(({ predicted, observed }) => [x(predicted), y(observed)]),
        'line s0',
      ) +
      bins.map(({ predicted, observed }) => circle(x(predicted), y(observed), 3.5, 'f0 ring')).join('') +
      axes(strip, shares('calibrated probability'), stripY) +
      bars(strip, counts, highest, 'bar f0'),
  };
}
