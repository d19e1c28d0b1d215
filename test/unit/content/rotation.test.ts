import { expect, it } from 'vitest';
import { rotationOf } from '../../../src/content/rotation.ts';

/** Where a turn takes a step down, after the video was mirrored or not. */
function down(degrees: number, flipped = false) {
  const radians = (degrees * Math.PI) / 180;
  const sign = flipped ? -1 : 1;
  return { c: -Math.sin(radians) * sign, d: Math.cos(radians) * sign };
}

it.each([
  [0, { quarter: 0, rest: 0 }],
  [90, { quarter: 90, rest: 0 }],
  [180, { quarter: 180, rest: 0 }],
  [270, { quarter: 270, rest: 0 }],
  [-90, { quarter: 270, rest: 0 }],
  [450, { quarter: 90, rest: 0 }],
  [89.6, { quarter: 90, rest: 0 }],
])('a turn of %d° is one of quarters', (degrees, turn) => {
  expect(rotationOf(down(degrees))).toEqual(turn);
});

it('a turn between quarters is told, and the frame left as it is', () => {
  for (const degrees of [30, -45, 135]) {
    const { quarter, rest } = rotationOf(down(degrees));
    expect(quarter).toBe(0);
    expect(rest).toBeCloseTo(degrees, 9);
  }
});

it('a video mirrored left to right is not turned; one mirrored upside down is', () => {
  expect(rotationOf({ c: 0, d: 1 })).toEqual({ quarter: 0, rest: 0 });
  expect(rotationOf(down(0, true))).toEqual({ quarter: 180, rest: 0 });
});

it('size and perspective do not matter', () => {
  const { c, d } = down(90);
  expect(rotationOf({ c: 3 * c, d: 3 * d })).toEqual({ quarter: 90, rest: 0 });
});
