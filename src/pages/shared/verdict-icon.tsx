import { OUTLINE, SHAPES, type ShapeName } from '../../verdict/shapes.ts';

/** The mark of a verdict. Decoration: the words always stand beside it. */
export function VerdictIcon({ name, size = 20 }: { name: ShapeName; size?: number }) {
  const shape = SHAPES[name];
  return (
    <svg
      class="verdict-icon"
      viewBox="0 0 16 16"
      width={size}
      height={size}
      aria-hidden="true"
      focusable="false"
    >
      <path
        class="body"
        d={shape.body}
        fill={shape.colour}
        stroke={OUTLINE.colour}
        stroke-width={OUTLINE.width}
        stroke-linejoin="round"
      />
      <path class="mark" d={shape.mark} fill={shape.ink} />
    </svg>
  );
}
