import type { Swap } from './swap-face.ts';

/** What the sample clips show of their photograph. */

/** A part of the photograph, in its pixels; the height follows from the clip's shape. */
interface Window {
  x: number;
  y: number;
  width: number;
}

export interface Move {
  from: Window;
  to: Window;
}

/** The second woman from the left, as she is. */
export const GENUINE: Move = {
  from: { x: 480, y: 330, width: 600 },
  to: { x: 510, y: 350, width: 520 },
};

/** The woman on the left … */
export const SWAPPED: Move = {
  from: { x: 30, y: 470, width: 600 },
  to: { x: 70, y: 500, width: 520 },
};

/** … with the face of the second one. */
export const SWAP: Swap = {
  from: { leftEye: [707, 453], rightEye: [803, 445], mouth: [770, 564] },
  onto: { leftEye: [320, 608], rightEye: [422, 597], mouth: [389, 712] },
};
