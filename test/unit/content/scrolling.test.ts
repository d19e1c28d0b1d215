import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Scrolling } from '../../../src/content/scrolling.ts';

/** A window whose scroll events are made by hand, with the time at which they happen. */
class FakeWindow {
  closed = false;
  readonly listeners = new Set<(event: object) => void>();

  addEventListener(_type: string, heard: (event: object) => void, { signal }: { signal: AbortSignal }): void {
    this.listeners.add(heard);
    signal.addEventListener('abort', () => void this.listeners.delete(heard));
  }

  scroll(): void {
    const event = { isTrusted: true, target: this, timeStamp: performance.now() };
    for (const heard of [...this.listeners]) heard(event);
  }
}

/** Something has to be moved with each scrolled pixel. */
let moves: boolean;
const moved = vi.fn<() => boolean>(() => moves);
const rested = vi.fn<() => void>();
const FRAME_MS = 20;
let page: FakeWindow;
let life: AbortController;
let subject: Scrolling;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('Node', { prototype: {} });
  moves = false;
  moved.mockClear();
  rested.mockClear();
  page = new FakeWindow();
  life = new AbortController();
  subject = new Scrolling({ moved, rested }, life.signal);
  // A window, as far as it is asked here.
  subject.follow(page as unknown as Window);
  subject.start();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function scrollFor(ms: number): void {
  for (let passed = 0; passed < ms; passed += FRAME_MS) {
    page.scroll();
    vi.advanceTimersByTime(FRAME_MS);
  }
}

test('where something moves along, every scrolled frame is heard', () => {
  moves = true;
  scrollFor(800);
  expect(moved).toHaveBeenCalledTimes(40);
  expect(subject.now).toBe(true);
});

test('where nothing does, few frames are heard, and the page counts as scrolled all the time', () => {
  page.scroll();
  for (let frame = 0; frame < 40; frame++) {
    vi.advanceTimersByTime(FRAME_MS);
    page.scroll();
    expect(subject.now).toBe(true);
  }
  expect(moved.mock.calls.length).toBeLessThanOrEqual(5);
});

test('the end of scrolling is noticed within 0.4 s, once', () => {
  scrollFor(500);
  rested.mockClear();
  vi.advanceTimersByTime(420);
  expect(subject.now).toBe(false);
  vi.advanceTimersByTime(10_000);
  expect(rested).toHaveBeenCalledTimes(1);
});

test('a page that never rests is taken to rest once a second', () => {
  scrollFor(5000);
  expect(rested.mock.calls.length).toBeGreaterThanOrEqual(3);
  expect(rested.mock.calls.length).toBeLessThanOrEqual(5);
  expect(subject.now).toBe(true);
});

test('what begins to move along while nothing is heard is moved soon', () => {
  scrollFor(100);
  moves = true;
  moved.mockClear();
  scrollFor(400);
  expect(moved.mock.calls.length).toBeGreaterThanOrEqual(6);
});

test('nothing is heard once the script has ended', () => {
  life.abort();
  expect(page.listeners.size).toBe(0);
  scrollFor(1000);
  expect(moved).not.toHaveBeenCalled();
});
