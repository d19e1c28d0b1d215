import type { Thresholds } from '../../../../src/verdict/aggregation/aggregation.ts';
import type { Sample } from '../../../lib/report/metrics/sample.ts';
import { axes, placeX, ROOM, shares, sharesUpTo, type Plot } from '../../../lib/report/plots/axes.ts';
import { bars, binned } from './histogram.ts';
import { line, text, type Panel } from '../../../lib/report/plots/svg.ts';

const WIDTH = 300;
const HEIGHT = 110;
const GAP = 48;
/** Room for the names of the two thresholds. */
const LABELS = 50;

/** How the probabilities of either class are spread, and where the thresholds cut them. */
export function scorePanel(heading: string, samples: readonly Sample[], thresholds: Thresholds): Panel {
  const top = ROOM.top + LABELS;
  const classes = [
    { name: 'genuine', look: 'bar f0', own: samples.filter(({ fake }) => !fake) },
    { name: 'manipulated', look: 'bar f1', own: samples.filter(({ fake }) => fake) },
  ].filter(({ own }) => own.length > 0);
  const spread = classes.map(({ own }) => binned(own.map(({ score }) => score)).map((n) => n / own.length));
  const yAxis = sharesUpTo('share', Math.max(0, ...spread.flat()));
  const x = placeX({ left: ROOM.left, top, width: WIDTH, height: HEIGHT }, shares(''));
  const look = 'thin s5 d1';
  const cuts = (plot: Plot): string =>
    [thresholds.noSign, thresholds.manipulated]
      .map((threshold) => line(x(threshold), plot.top, x(threshold), plot.top + HEIGHT, look))
      .join('');
  const parts = classes.map(({ name, look, own }, at) => {
    const plot: Plot = { left: ROOM.left, top: top + at * (HEIGHT + GAP), width: WIDTH, height: HEIGHT };
    const last = at === classes.length - 1;
    return (
      axes(plot, shares(last ? 'calibrated probability' : ''), yAxis, `${name}, ${own.length}`) +
      bars(plot, spread[at] ?? [], yAxis.max, look) +
      cuts(plot)
    );
  });
  const bottom = top + classes.length * HEIGHT + (classes.length - 1) * GAP;
  const label = (threshold: number, words: string, row: number): string => {
    const left = threshold < 0.5;
    return (
      text(x(threshold) + (left ? 4 : -4), top - 24 - row * 15, words, { anchor: left ? 'start' : 'end' }) +
      line(x(threshold), top - 34 - row * 15, x(threshold), top, look)
    );
  };
  return {
    width: ROOM.left + WIDTH + ROOM.right,
    height: bottom + ROOM.bottom,
    body:
      text(ROOM.left, ROOM.top - 8, heading, { look: 'ink head' }) +
      parts.join('') +
      label(thresholds.noSign, `no sign up to ${thresholds.noSign.toFixed(2)}`, 0) +
      label(thresholds.manipulated, `likely manipulated from ${thresholds.manipulated.toFixed(2)}`, 1),
  };
}
