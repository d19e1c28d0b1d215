import { expect, test, vi } from 'vitest';

const begun: string[] = [];
/** Begins, and never comes to an end. */
const begin = (what: string) => () => {
  begun.push(what);
  return new Promise<never>(() => undefined);
};
vi.stubGlobal('location', { origin: 'chrome-extension://a' });
vi.mock('../../../src/detector/model-files.ts', () => ({ loadModelFiles: begin('the detector') }));
vi.mock('../../../src/detector/backends.ts', () => ({ TfjsBackends: vi.fn() }));
vi.mock('../../../src/detector/detector.ts', () => ({ Detector: vi.fn() }));
vi.mock('../../../src/offscreen/blaze-face.ts', () => ({ BlazeFace: { start: begin('the face detector') } }));
const { Models } = await import('../../../src/offscreen/models.ts');

test('both networks are loaded side by side, at once, before the settings are known', () => {
  const models = new Models(new Promise(() => undefined));
  expect(begun.sort()).toEqual(['the detector', 'the face detector']);
  expect(models.phase).toBe('starting');
});
