import { describe, expect, test } from 'vitest';
import { SceneWatch, difference, luma } from '../../../src/content/scene.ts';

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
  test('waits four seconds, then ever longer while nothing changes, up to half a minute', () => {
    const watch = new SceneWatch();
    watch.rest(0);
    const looks: number[] = [];
    for (let now = 0; now <= 120_000; now += 500) {
      if (!watch.isDue(now)) continue;
      looks.push(now);
      watch.look(now, grey(0.5));
    }
    expect(looks).toEqual([4000, 12_000, 28_000, 60_000, 92_000]);
  });
  test('the first look only remembers', () => expect(new SceneWatch().look(0, grey(1))).toBe(false));
  test('a small change is no new scene, a large one is', () => {
    const watch = new SceneWatch();
    watch.look(0, grey(0.5));
    expect(watch.look(1, grey(0.55))).toBe(false);
    expect(watch.look(2, grey(0.8))).toBe(true);
  });
  test('a video that cuts without end is left alone at last', () => {
    const watch = new SceneWatch();
    let cuts = 0;
    for (let now = 0; now < 1e7; now += 40_000) {
      if (watch.isDue(now) && watch.look(now, grey((now / 40_000) % 2))) cuts++;
    }
    expect(cuts).toBe(6);
  });
});
