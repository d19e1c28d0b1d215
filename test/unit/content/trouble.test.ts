import { expect, test, vi } from 'vitest';
import { EngineTrouble } from '../../../src/content/trouble.ts';
import { FrameError } from '../../../src/frames/frame-error.ts';
import { NoReceiverError, RefusedError } from '../../../src/messages/wire.ts';

test('a passing disturbance is not told, a lasting one is', () => {
  const trouble = new EngineTrouble();
  const gone = new NoReceiverError('engine.detect');
  expect([1, 2, 3].map(() => trouble.reasonAfter(gone))).toEqual([null, null, 'engineLost']);
});

test('a frame that went well makes up for those that did not', () => {
  const trouble = new EngineTrouble();
  const gone = new NoReceiverError('engine.detect');
  trouble.reasonAfter(gone);
  trouble.reasonAfter(gone);
  trouble.clear();
  expect(trouble.reasonAfter(gone)).toBeNull();
});

test('a frame that cannot be read says why at once', () => {
  expect(new EngineTrouble().reasonAfter(new FrameError('tooLarge', '20000 × 20000'))).toBe('tooLarge');
});

test('errors of our own making reach the console', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  new EngineTrouble().reasonAfter(new RefusedError({ code: 'engineLost' }));
  expect(warn).toHaveBeenCalled();
  warn.mockRestore();
});
