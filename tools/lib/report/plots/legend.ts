import { ROOM, type Plot } from './axes.ts';
import { text, type Panel } from './svg.ts';

export interface Entry {
  /** The sign for it, drawn around (x, y), at most 22 px wide. */
  sign: (x: number, y: number) => string;
  words: string;
}

const ROW = 18;

function legendHeight(entries: number): number {
  return entries * ROW + 6;
}

/** One entry a row, from (x, y) downwards. */
function legend(x: number, y: number, entries: readonly Entry[]): string {
  return entries
    .map(({ sign, words }, at) => {
      const middle = y + at * ROW + ROW / 2;
      return sign(x + 11, middle) + text(x + 28, middle + 4, words);
    })
    .join('');
}

/** A plot at the left of its panel with what is drawn in it, and its legend below. */
export function withLegend(plot: Plot, drawn: string, entries: readonly Entry[]): Panel {
  const below = plot.top + plot.height + ROOM.bottom;
  return {
    width: ROOM.left + plot.width + ROOM.right,
    height: below + legendHeight(entries.length),
    body: drawn + legend(ROOM.left, below, entries),
  };
}
