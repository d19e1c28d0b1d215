import { expect, it, vi } from 'vitest';
import '../../fake-browser.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));
const { pinWords, shortcutWords, typedOrigin } =
  await import('../../../../src/pages/welcome/welcome-words.ts');

it('understands what people type or paste as the address of a site', () => {
  expect(typedOrigin(' news.example ')).toBe('https://news.example');
  expect(typedOrigin('https://news.example/clip?id=1')).toBe('https://news.example');
  expect(typedOrigin('http://localhost:8080/')).toBe('http://localhost:8080');
  for (const text of ['', 'news', 'two words.example', 'ftp://news.example', 'chrome://settings', 'a b']) {
    expect(typedOrigin(text)).toBeNull();
  }
});

it('says how the button and the keys stand, not how they should', () => {
  expect(pinWords(true)).toContain('is pinned');
  expect(pinWords(false)).toContain('press the pin');
  expect(shortcutWords('Alt+Shift+V')).toContain('Press Alt+Shift+V');
  expect(shortcutWords('')).toContain('No keys are set');
});
