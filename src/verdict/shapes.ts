import type { VerdictKind } from './types.ts';

/**
 * One mark for each verdict, so that none is told by its colour alone. SVG path data on a 16×16 grid: `body` is
 * filled with the colour, `mark` is drawn over it in `ink`. No tick and no shield: nothing here may say "genuine".
 * Colours have at least 4.5:1 against their ink and 3:1 against a light ground. No colour has that and 3:1 against a dark
 * toolbar, too: there the {@link OUTLINE} of the body has it.
 */
export interface Shape {
  body: string;
  mark: string;
  colour: string;
  ink: string;
}

/** Drawn along the edge of every body, over its colour; `width` on the same grid. */
export const OUTLINE = { colour: '#ffffff', width: 1 } as const;

const ring = 'M8 .8a7.2 7.2 0 1 0 0 14.4A7.2 7.2 0 0 0 8 .8Z';

export const SHAPES = {
  /** A triangle with an exclamation mark. */
  manipulated: {
    body: 'M8 .7c.5 0 .9.25 1.15.7l6.4 11.7c.5.9-.13 2-1.15 2H1.6c-1.02 0-1.65-1.1-1.15-2L6.85 1.4C7.1.95 7.5.7 8 .7Z',
    mark: 'M7 5h2l-.35 4.9h-1.3L7 5Zm1 5.7a1.15 1.15 0 1 1 0 2.3 1.15 1.15 0 0 1 0-2.3Z',
    colour: '#c8281e',
    ink: '#ffffff',
  },
  /** A diamond with a wave: neither this nor that. */
  unclear: {
    body: 'M8 .4 15.6 8 8 15.6.4 8 8 .4Z',
    mark: 'M4.3 8.9C5 7 6.3 6.5 8 7.5c1.2.7 1.9.7 2.5-.5l1.2.6C10.7 9.8 9.3 10 7.3 8.9 6.3 8.3 5.9 8.5 5.5 9.4L4.3 8.9Z',
    colour: '#96640a',
    ink: '#ffffff',
  },
  /** A disc with a magnifier's empty circle: looked, found nothing. */
  noSign: {
    body: ring,
    mark: 'M7.2 3.6a3.6 3.6 0 1 0 2.15 6.49l2.28 2.28 1.06-1.06-2.28-2.28A3.6 3.6 0 0 0 7.2 3.6Zm0 1.5a2.1 2.1 0 1 1 0 4.2 2.1 2.1 0 0 1 0-4.2Z',
    colour: '#2466b8',
    ink: '#ffffff',
  },
  /** A square with a bar. */
  notChecked: {
    body: 'M3 1h10a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2Z',
    mark: 'M4 7h8v2H4V7Z',
    colour: '#66666e',
    ink: '#ffffff',
  },
  /** A disc with three dots: still at it. */
  checking: {
    body: ring,
    mark: 'M4.2 6.9a1.1 1.1 0 1 0 0 2.2 1.1 1.1 0 0 0 0-2.2Zm3.8 0a1.1 1.1 0 1 0 0 2.2 1.1 1.1 0 0 0 0-2.2Zm3.8 0a1.1 1.1 0 1 0 0 2.2 1.1 1.1 0 0 0 0-2.2Z',
    colour: '#66666e',
    ink: '#ffffff',
  },
} as const satisfies Record<VerdictKind | 'checking', Shape>;

export type ShapeName = keyof typeof SHAPES;
