import { describe, expect, test } from 'vitest';
import { SceneWatch, difference, luma } from '../../../src/content/scene.ts';

/** Unlike any other. */
const noise = (): Float32Array => Float32Array.from({ length: 256 }, () => Math.random());
const grey = (value: number): Float32Array => new Float32Array(256).fill(value);

test('brightness is that of the eye: green weighs most', () => {
  const [red = 0, green = 0, blue = 0, white] = luma([
    255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255,
  ]);
  expect(green).toBeGreaterThan(red);
  expect(red).toBeGreaterThan(blue);
  expect(white).toBeCloseTo(1);
});

test('the difference of a picture with itself is nothing, with its negative everything', () => {
  expect(difference(grey(0.3), grey(0.3))).toBe(0);
  expect(difference(grey(0), grey(1))).toBe(1);
});

describe('watching for a new scene', () => {
  test('another scene is noticed within a second, however long after the verdict', () => {
    const watch = new SceneWatch();
    watch.judged(grey(0.5));
    watch.rest(0);
    for (let now = 0; now < 600_000; now += 250) {
      if (watch.isDue(now)) expect(watch.look(now, grey(0.5))).toBe(false);
    }
    const noticed: number[] = [];
    for (let now = 600_000; now < 610_000; now += 250) {
      if (watch.isDue(now) && watch.look(now, grey(0.8))) noticed.push(now);
    }
    expect(noticed).toHaveLength(1);
    expect(noticed[0]).toBeLessThan(601_000);
  });
  test('what changes slowly is compared with the frame that was judged', () => {
    const watch = new SceneWatch();
    watch.judged(grey(0.5));
    watch.rest(0);
    expect(watch.look(1000, grey(0.55))).toBe(false);
    expect(watch.look(2000, grey(0.59))).toBe(false);
    expect(watch.look(3000, grey(0.63))).toBe(true);
  });
  test('where no face was seen, a small change is enough', () => {
    const watch = new SceneWatch();
    watch.judged(grey(0.5));
    watch.rest(0);
    expect(watch.look(1, grey(0.55), false)).toBe(true);
  });
  test('a loop shows no new scene, also where it shows two by turns', () => {
    const watch = new SceneWatch();
    for (const value of [0.2, 0.5, 0.8]) watch.judged(grey(value));
    watch.rest(0);
    for (let now = 1000; now < 20_000; now += 1000)
      expect(watch.look(now, grey([0.22, 0.48, 0.83][(now / 1000) % 3] ?? 0))).toBe(false);
    expect(watch.look(20_000, grey(0.35))).toBe(true);
  });
  test('the first look only remembers', () => expect(new SceneWatch().look(0, grey(1))).toBe(false));
  test('a small change is no new scene, a large one is', () => {
    const watch = new SceneWatch();
    watch.look(0, grey(0.5));
    expect(watch.look(1, grey(0.55))).toBe(false);
    expect(watch.look(2, grey(0.8))).toBe(true);
  });
  test('a video that cuts without end is not checked without end', () => {
    const watch = new SceneWatch();
    let cuts = 0;
    watch.judged(noise());
    const minutes = 10;
    for (let now = 0; now < minutes * 60_000; now += 1000) {
      watch.rest(now);
      if (watch.isDue(now + 700) && watch.look(now + 700, noise())) cuts++;
    }
    // Six at once, and two more each minute.
    expect(cuts).toBeGreaterThanOrEqual(6 + 2 * minutes - 2);
    expect(cuts).toBeLessThanOrEqual(6 + 2 * minutes);
  });
});
