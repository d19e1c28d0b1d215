import { text } from './svg.ts';

export interface Entry {
  /** The sign for it, drawn around (x, y), at most 22 px wide. */
  sign: (x: number, y: number) => string;
  words: string;
}

const ROW = 18;

export function legendHeight(entries: number): number {
  return entries * ROW + 6;
}

/** One entry a row, from (x, y) downwards. */
export function legend(x: number, y: number, entries: readonly Entry[]): string {
  return entries
    .map(({ sign, words }, at) => {
      const middle = y + at * ROW + ROW / 2;
      return sign(x + 11, middle) + text(x + 28, middle + 4, words);
    })
    .join('');
}
