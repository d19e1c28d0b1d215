import { SHAPES, type ShapeName } from '../../verdict/shapes.ts';
import { svg } from './elements.ts';

/** The mark of a verdict, decorative: the words beside it say the same. Its colours are set by class, see `style.ts`. */
export function icon(name: ShapeName): SVGSVGElement {
  const shape = SHAPES[name];
  return svg(
    'svg',
    {
      viewBox: '0 0 16 16',
      width: 16,
      height: 16,
      'aria-hidden': 'true',
      focusable: 'false',
      class: `icon ${name}`,
    },
    svg('path', { d: shape.body, class: 'body' }),
    svg('path', { d: shape.mark, class: 'mark' }),
  );
}
