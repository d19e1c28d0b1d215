import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** The promises of docs/SECURITY.md, each with its test. */
const promises = [
  ...read('docs/SECURITY.md').matchAll(/^\| (\w+) *\| ([^|]+) \| `(test\/[^`]+)` *\| ([^|]+) \|$/gm),
].map(([, attacker = '', promise = '', file = '', title = '']) => ({
  attacker,
  promise: promise.trim(),
  file,
  title: title.trim(),
}));
/** As a title stands in code, where quotes are escaped. */
const plain = (text: string): string => text.replaceAll('\\', '');

it.each(promises)('$attacker: $promise', ({ file, title }) => {
  expect(plain(read(file))).toContain(plain(title));
});

it('each attacker is promised something', () => {
  expect([...new Set(promises.map(({ attacker }) => attacker))]).toEqual([
    'page',
    'media',
    'extension',
    'renderer',
    'network',
    'disk',
  ]);
});
