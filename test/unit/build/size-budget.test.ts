import { expect, test } from 'vitest';
import { partSizes } from '../../../build/size-budget.ts';

test('each file counts for one part, the one that is named most exactly', () => {
  const files = new Map([
    ['models/detector/model.json', 1],
    ['models/face/face.tflite', 2],
    ['src/content/main.js', 4],
    ['src/popup/index.html', 8],
    ['manifest.json', 16],
  ]);
  const parts = new Map(partSizes(files).map(({ part, bytes }) => [part, bytes]));
  expect(parts.get('models/detector/')).toBe(1);
  expect(parts.get('models/')).toBe(2);
  expect(parts.get('src/content/')).toBe(4);
  expect(parts.get('')).toBe(24);
});

test('the heaviest part comes first, with what it may weigh', () => {
  const [first] = partSizes(new Map([['wasm/tfjs/a.wasm', 5]]));
  expect(first?.part).toBe('wasm/tfjs/');
  expect(first?.bytes).toBe(5);
  expect(first?.limit).toBeGreaterThan(5);
});
