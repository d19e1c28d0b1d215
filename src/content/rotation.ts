import { viewOf } from './dom.ts';
import { laidOutParent } from './shadow-roots.ts';

/** How far the page turns a video by CSS: people see it so, and a face that lies on its side in the file may stand upright on the page. */

type QuarterRotation = 0 | 90 | 180 | 270;

/** A turn, split into what can be done to a frame without loss, and the rest. */
export interface Rotation {
  quarter: QuarterRotation;
  /** Degrees, clockwise, that the page turns it beyond that; 0 where it does not. */
  rest: number;
}

export const UPRIGHT: Rotation = { quarter: 0, rest: 0 };

/** Layouts round; a turn this near to quarters, in degrees, is one of quarters. */
const STILL_QUARTER = 1;

/** The linear part of a transform: where it takes a step to the right (a, b) and a step down (c, d). */
interface Linear {
  c: number;
  d: number;
}

/**
 * The turn of a transform. It is that of the way down, so that a mirrored video, as of a camera at oneself, is not taken for a turned one.
 */
export function rotationOf({ c, d }: Linear): Rotation {
  const degrees = (Math.atan2(-c, d) * 180) / Math.PI;
  const nearest = Math.round(degrees / 90);
  const quarter = QUARTERS[(nearest + 4) % 4] ?? 0;
  const rest = degrees - nearest * 90;
  return Math.abs(rest) <= STILL_QUARTER ? { quarter, rest: 0 } : { quarter: 0, rest: degrees };
}

const QUARTERS = [0, 90, 180, 270] as const;

/** How the page turns an element, by itself and by all that it lies in, same-origin frames included. */
export function rotationOnPage(element: Element): Rotation {
  let matrix = new DOMMatrix();
  for (let at: Element | null = element; at; at = outerOf(at)) matrix = ownTransform(at).multiply(matrix);
  return rotationOf(matrix);
}

function outerOf(element: Element): Element | null {
  // Of a frame of another origin the element is hidden, and so is what the page around does to it.
  return laidOutParent(element) ?? viewOf(element).frameElement;
}

function ownTransform(element: Element): DOMMatrix {
  const { transform, rotate, scale } = getComputedStyle(element);
  const own = new DOMMatrix(transform === 'none' ? '' : transform);
  return individual('rotate', rotate).multiply(individual('scale', scale)).multiply(own);
}

/** The properties `rotate` ("90deg", "x 90deg", "0 1 0 90deg") and `scale` ("-1 1") as matrices. */
function individual(name: 'rotate' | 'scale', value: string): DOMMatrix {
  const parts = value.split(' ').filter((part) => part !== '' && part !== 'none');
  const angle = parts.at(-1);
  if (angle === undefined) return new DOMMatrix();
  if (name === 'scale') return new DOMMatrix(`scale(${parts.slice(0, 2).join(',')})`);
  const [axis = 'z', ...rest] = parts.slice(0, -1);
  if (rest.length > 0) return new DOMMatrix(`rotate3d(${[axis, ...rest].join(',')},${angle})`);
  return new DOMMatrix(`rotate${axis.toUpperCase()}(${angle})`);
}
