import { line, rect, text } from './svg.ts';

interface Tick {
  at: number;
  label: string;
}

export interface Axis {
  min: number;
  max: number;
  ticks: readonly Tick[];
  label: string;
}

/** The rectangle in which curves are drawn, in px. */
export interface Plot {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** An axis of shares from 0 to 1. */
export function shares(label: string): Axis {
  return evenAxis(label, 0, 1, 0.2, 1);
}

/** Ticks every `step`, with `digits` after the point. */
export function evenAxis(label: string, min: number, max: number, step: number, digits: number): Axis {
  const count = Math.round((max - min) / step);
  const ticks = Array.from({ length: count + 1 }, (_, at) => {
    const value = min + at * step;
    return { at: value, label: value.toFixed(digits) };
  });
  return { min, max, ticks, label };
}

/** An axis from 0 of shares of which none is larger than `largest`. */
export function sharesUpTo(label: string, largest: number): Axis {
  const [max, step, digits] =
    [[0.05, 0.01, 2] as const, [0.1, 0.02, 2] as const, [0.2, 0.05, 2] as const, [0.5, 0.1, 1] as const].find(
      ([end]) => largest <= end,
    ) ?? ([1, 0.2, 1] as const);
  return evenAxis(label, 0, max, step, digits);
}

export function placeX({ left, width }: Plot, { min, max }: Axis): (value: number) => number {
  return (value) => left + ((value - min) / (max - min)) * width;
}

export function placeY({ top, height }: Plot, { min, max }: Axis): (value: number) => number {
  return (value) => top + height - ((value - min) / (max - min)) * height;
}

/** Room that {@link axes} needs around a plot for ticks and labels. */
export const ROOM = { left: 52, right: 16, top: 22, bottom: 42 } as const;

/** Grid, ticks and labels, and a heading above. */
export function axes(plot: Plot, x: Axis, y: Axis, heading = ''): string {
  const { left, top, width, height } = plot;
  const atX = placeX(plot, x);
  const atY = placeY(plot, y);
  const bottom = top + height;
  return [
    ...y.ticks.map(({ at }) => line(left, atY(at), left + width, atY(at), 'thin grid')),
    ...x.ticks.map(({ at }) => line(atX(at), top, atX(at), bottom, 'thin grid')),
    rect(left, top, width, height, 'thin axis'),
    ...x.ticks.map(({ at, label }) => text(atX(at), bottom + 16, label, { anchor: 'middle', look: 'soft' })),
    ...y.ticks.map(({ at, label }) => text(left - 6, atY(at) + 4, label, { anchor: 'end', look: 'soft' })),
    text(left + width / 2, bottom + 34, x.label, { anchor: 'middle' }),
    text(left - 38, top + height / 2, y.label, { anchor: 'middle', turned: -90 }),
    heading === '' ? '' : text(left, top - 8, heading, { look: 'ink head' }),
  ].join('');
}
