import type { TextKey } from '../../words/text.ts';
import type { FeatureFigure } from '../../contracts/round.ts';

/** Marks of the figure as SVG path data: one path for a whole cloud, since thousands of elements would be slow. */

type Series = keyof FeatureFigure['before'];
type Point = FeatureFigure['before'][Series][number];

/** Side of a panel in units of its view box. */
export const PANEL = 240;
const MARGIN = 10;
/** Half the width of a mark. */
export const MARK = 3;

/** From the plane's coordinates, -1…1 with y upwards, to the view box; what lies outside is drawn at the edge. */
function place([x, y]: Point): { x: number; y: number } {
  const along = (value: number) =>
    MARGIN + ((Math.min(1, Math.max(-1, value)) + 1) / 2) * (PANEL - 2 * MARGIN);
  return { x: along(x), y: PANEL - along(y) };
}

const number = (value: number) => String(Math.round(value * 10) / 10);

function circle(x: number, y: number): string {
  const d = number(2 * MARK);
  const r = number(MARK);
  return `M${number(x - MARK)} ${number(y)}a${r} ${r} 0 1 0 ${d} 0a${r} ${r} 0 1 0 -${d} 0Z`;
}

/** A diamond, a little larger than the circles, so that it looks as large. */
function diamond(x: number, y: number): string {
  const h = number(MARK * 1.25);
  return `M${number(x)} ${number(y - MARK * 1.25)}l${h} ${h}l-${h} ${h}l-${h} -${h}Z`;
}

/** Each cloud has its shape and filling: it is not told by its colour alone. */
const SHAPE = { sourceGenuine: circle, sourceManipulated: circle, site: diamond } as const satisfies Record<
  Series,
  (x: number, y: number) => string
>;

/** The path of one mark, around a point of the view box. */
export function mark(series: Series, x: number, y: number): string {
  return SHAPE[series](x, y);
}

/** The path of a whole cloud. */
export function cloud(series: Series, points: readonly Point[]): string {
  return points
    .map((point) => {
      const { x, y } = place(point);
      return mark(series, x, y);
    })
    .join('');
}

/** In the order of drawing: the site's faces lie on top. */
export const SERIES = [
  { name: 'sourceManipulated', words: 'learned_sourceManipulated' },
  { name: 'sourceGenuine', words: 'learned_sourceGenuine' },
  { name: 'site', words: 'learned_site' },
] as const satisfies readonly { name: Series; words: TextKey }[];
