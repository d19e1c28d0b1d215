import { expect, it } from 'vitest';
import { plotPoints, timelineWords } from '../../../src/verdict/timeline.ts';

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

it('is told in words', () => {
  expect(timelineWords(points)).toBe(
    'Manipulation score of 3 frames from 0:01 to 0:05; lowest 1, highest 99 of 100 at 0:03',
  );
  expect(timelineWords([])).toBe('No frame judged yet');
});
