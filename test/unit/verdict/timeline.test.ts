import { expect, it } from 'vitest';
import { plotBands, plotPoints, timelineWords } from '../../../src/verdict/timeline.ts';

const PLOT = { width: 240, height: 40, margin: 5 };
const points = [
  { timeMs: 1000, probability: 0 },
  { timeMs: 3000, probability: 1 },
  { timeMs: 5000, probability: 0.5 },
];

it('runs from left to right with high scores on top', () => {
  const [a, b, c] = plotPoints(points, PLOT);
  expect(a && b && c && a.x < b.x && b.x < c.x && b.y < c.y && c.y < a.y).toBe(true);
});

it('shows a single frame in the middle', () => {
  expect(plotPoints([{ timeMs: 500, probability: 0.5 }], PLOT)).toEqual([{ x: 120, y: 20 }]);
});

it('shows the bands in which scores mean something, and puts every score into its own', () => {
  const limits = { manipulated: 0.8, noSign: 0.3 };
  const [upper, lower] = plotBands(limits, PLOT);
  const within = (probability: number, band: typeof upper): boolean => {
    const [point] = plotPoints([{ timeMs: 0, probability }], PLOT);
    if (!point || !band) throw new Error('Nothing is drawn');
    return point.y >= band.y && point.y <= band.y + band.height;
  };
  expect([1, 0.81, 0.79, 0.31, 0.29, 0].map((p) => within(p, upper))).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
  expect([1, 0.81, 0.79, 0.31, 0.29, 0].map((p) => within(p, lower))).toEqual([
    false,
    false,
    false,
    false,
    true,
    true,
  ]);
});

it('is told in words, without a number that reads as a probability', () => {
  const limits = { manipulated: 0.9, noSign: 0.3 };
  expect(timelineWords(points, limits)).toBe(
    'Scores of 3 frames from 0:01 to 0:05: 1 high, 1 between the limits, 1 low',
  );
  expect(timelineWords([], limits)).toBe('No frame judged yet');
});
