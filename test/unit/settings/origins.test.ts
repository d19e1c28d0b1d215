import { expect, it } from 'vitest';
import { hostOf, matchPattern, originOf } from '../../../src/settings/origins.ts';

it.each([
  [
    'https://www.example.com/a?b#c',
    'https://www.example.com',
    'https://www.example.com/*',
    'www.example.com',
  ],
  ['http://127.0.0.1:1234/feed', 'http://127.0.0.1:1234', 'http://127.0.0.1/*', '127.0.0.1:1234'],
  ['https://example.com:443/', 'https://example.com', 'https://example.com/*', 'example.com'],
  ['http://[::1]:8080/', 'http://[::1]:8080', 'http://[::1]/*', '[::1]:8080'],
])('%s', (url, origin, pattern, host) => {
  expect(originOf(url)).toBe(origin);
  expect(matchPattern(origin)).toBe(pattern);
  expect(hostOf(origin)).toBe(host);
});

it.each([
  'chrome://settings',
  'about:blank',
  'blob:https://example.com/1',
  'file:///a.html',
  'nonsense',
  '',
  undefined,
])('no web origin: %s', (url) => {
  expect(originOf(url)).toBeNull();
});
