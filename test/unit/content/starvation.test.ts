import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Starvation } from '../../../src/content/starvation.ts';

let onItsWay = false;
const starved = vi.fn<() => void>();
let subject: Starvation;

beforeEach(() => {
  vi.useFakeTimers();
  onItsWay = false;
  starved.mockClear();
  subject = new Starvation({ frameOnItsWay: () => onItsWay, starved });
});
afterEach(() => void vi.useRealTimers());

test('a video without frames is told of once, after ten seconds', () => {
  subject.expectFrames();
  vi.advanceTimersByTime(9999);
  expect(starved).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  expect(starved).toHaveBeenCalledTimes(1);
});

test('every frame begins the wait anew, and the end of the video shortens it', () => {
  subject.expectFrames();
  vi.advanceTimersByTime(8000);
  subject.expectFrames();
  vi.advanceTimersByTime(8000);
  expect(starved).not.toHaveBeenCalled();
  subject.expectNoMore();
  vi.advanceTimersByTime(1500);
  expect(starved).toHaveBeenCalledTimes(1);
});

test('a frame on its way is waited for', () => {
  onItsWay = true;
  subject.expectNoMore();
  vi.advanceTimersByTime(30_000);
  expect(starved).not.toHaveBeenCalled();
  onItsWay = false;
  vi.advanceTimersByTime(1500);
  expect(starved).toHaveBeenCalledTimes(1);
});

test('nothing is told once no frames are wanted', () => {
  subject.expectFrames();
  subject.stop();
  vi.advanceTimersByTime(60_000);
  expect(starved).not.toHaveBeenCalled();
});
