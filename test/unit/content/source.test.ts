import { expect, test, vi } from 'vitest';
import { watchSource } from '../../../src/content/source.ts';
import { describePixels } from '../../../src/content/taint.ts';
import { TrustedTarget } from './trusted.ts';

function watched({ forged = false } = {}) {
  const video = forged ? new EventTarget() : new TrustedTarget();
  const begun = vi.fn();
  const life = new AbortController();
  // Only the events of the element matter here.
  watchSource(video as HTMLVideoElement, life.signal, begun);
  const fire = (...types: string[]): void =>
    types.forEach((type) => void video.dispatchEvent(new Event(type)));
  return { begun, fire, life };
}

test('a change of source counts once, though it fires two events', () => {
  const { begun, fire } = watched();
  fire('emptied', 'loadstart');
  expect(begun).toHaveBeenCalledTimes(1);
  fire('loadstart');
  expect(begun).toHaveBeenCalledTimes(2);
});

test('a source taken away is told before the next one comes', () => {
  const { begun, fire } = watched();
  fire('emptied');
  expect(begun).toHaveBeenCalledTimes(1);
});

test('nothing is told after the end', () => {
  const { begun, fire, life } = watched();
  life.abort();
  fire('emptied', 'loadstart');
  expect(begun).not.toHaveBeenCalled();
});

test('two hundred sources are two hundred changes', () => {
  const { begun, fire } = watched();
  for (let i = 0; i < 200; i++) fire('emptied', 'loadstart');
  expect(begun).toHaveBeenCalledTimes(200);
});

test('a change of source that a script of the page makes up is none', () => {
  const { begun, fire } = watched({ forged: true });
  fire('emptied', 'loadstart');
  expect(begun).not.toHaveBeenCalled();
});

test('pixels are told apart by what they are', () => {
  expect(describePixels([0, 0, 0, 0, 0, 0, 0, 0])).toBe('nothing');
  expect(describePixels([0, 0, 0, 255, 0, 0, 0, 255])).toBe('black');
  expect(describePixels([0, 0, 0, 255, 0, 1, 0, 255])).toBe('readable');
});
