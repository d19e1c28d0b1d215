import { describe, expect, it } from 'vitest';
import { poseOf } from '../../../src/detector/pose.ts';

/** A frontal face as BlazeFace points it: right eye, left eye, nose tip, mouth, right ear, left ear. */
const FRONTAL = [
  { x: 80, y: 80 },
  { x: 120, y: 80 },
  { x: 100, y: 105 },
  { x: 100, y: 125 },
  { x: 60, y: 90 },
  { x: 140, y: 90 },
];

function turned(points: typeof FRONTAL, degrees: number): typeof FRONTAL {
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  return points.map(({ x, y }) => ({ x: 300 + x * cos - y * sin, y: 200 + x * sin + y * cos }));
}

/** Seen from the side: all but the far eye and ear move the way the nose does. */
function aside(by: number): typeof FRONTAL {
  return FRONTAL.map(({ x, y }, i) => ({ x: x + by * ([0.6, 0.6, 1, 0.7, 0, 0][i] ?? 0), y }));
}

describe('the pose of a face', () => {
  it.each([0, 15, -25, 45, 90, -90, 135, 179])('leans by %d° where the face does', (degrees) => {
    const { roll, yaw } = poseOf(turned(FRONTAL, degrees));
    expect(roll).toBeCloseTo(degrees, 6);
    expect(yaw).toBeCloseTo(0, 6);
  });

  it('is turned to the side the further, the nearer the nose is to an ear, however the face leans', () => {
    const yaws = [0, 15, 30, 40].map((by) => poseOf(turned(aside(by), 40)).yaw);
    expect(yaws.every((yaw, i) => i === 0 || yaw > (yaws[i - 1] ?? 0))).toBe(true);
    expect(yaws.at(-1)).toBeGreaterThan(75);
    expect(poseOf(aside(-30)).yaw).toBeLessThan(-30);
  });

  it('is a profile where one ear is seen, on which the other one lies', () => {
    const profile = FRONTAL.map((point, i) => (i >= 4 ? { x: 60, y: 90 } : point));
    expect(poseOf(profile).yaw).toBeGreaterThan(60);
  });

  it('is upright where the face detector gives no points', () => {
    expect(poseOf([])).toEqual({ roll: 0, yaw: 0 });
    expect(poseOf(FRONTAL.slice(0, 3))).toEqual({ roll: 0, yaw: 0 });
    expect(poseOf(FRONTAL.map(() => ({ x: 5, y: 5 })))).toEqual({ roll: 0, yaw: 0 });
  });
});
