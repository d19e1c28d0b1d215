import type { Point, Rgb } from '../../../../tools/page/self-blend/picture.ts';
import { Random } from '../../../../src/adaptation/random.ts';

export interface DrawnFace extends Rgb {
  /** As BlazeFace gives them: eyes, nose tip, mouth, ears. */
  keypoints: Point[];
}

interface Ellipse {
  middle: Point;
  across: number;
  down: number;
  colour: readonly number[];
}

/** A drawn head on a gradient, with eyes, nose and mouth where a tight crop has them, and a camera's noise over it all. */
export function drawFace(seed: number, side = 128): DrawnFace {
  const random = new Random(seed);
  const jitter = () => random.uniform(-0.03, 0.03);
  const at = (x: number, y: number) => ({ x: (x + jitter()) * side, y: (y + jitter()) * side });
  const keypoints = [
    at(0.3, 0.34),
    at(0.7, 0.34),
    at(0.5, 0.56),
    at(0.5, 0.72),
    at(0.07, 0.42),
    at(0.93, 0.42),
  ];
  const [one, other, nose, mouth] = keypoints;
  if (!one || !other || !nose || !mouth) throw new Error('A face needs its points');
  const colour = () => [0, 0, 0].map(() => random.uniform(20, 235));
  const skin = [random.uniform(150, 230), random.uniform(110, 180), random.uniform(80, 150)];
  const darker = skin.map((value) => value * 0.8);
  const ellipses: Ellipse[] = [
    { middle: { x: side / 2, y: side * 0.5 }, across: side * 0.46, down: side * 0.56, colour: skin },
    { middle: one, across: side * 0.08, down: side * 0.04, colour: colour() },
    { middle: other, across: side * 0.08, down: side * 0.04, colour: colour() },
    { middle: nose, across: side * 0.06, down: side * 0.12, colour: darker },
    { middle: mouth, across: side * 0.15, down: side * 0.05, colour: [170, 60, 70] },
  ];
  const corner = colour();
  const opposite = colour();
  const noise = random.uniform(2, 6);
  const texture = random.uniform(0.2, 0.9);
  const data = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const inside = ellipses.findLast(
        ({ middle, across, down }) => ((x - middle.x) / across) ** 2 + ((y - middle.y) / down) ** 2 < 1,
      );
      const light = 8 * Math.sin(x * texture) * Math.cos(y * texture) + (20 * x) / side;
      for (let c = 0; c < 3; c++) {
        const far = (x + y) / (2 * side);
        const background = (corner[c] ?? 0) * (1 - far) + (opposite[c] ?? 0) * far;
        const value = (inside?.colour[c] ?? background) + light + random.normal(noise);
        data[(y * side + x) * 3 + c] = Math.min(255, Math.max(0, Math.round(value)));
      }
    }
  }
  return { data, side, keypoints };
}
