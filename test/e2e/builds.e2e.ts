import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { distOf, type BuildKind } from '../../tools/lib/build.ts';

/** What stands in the built code of a limit of the guard, once for each place. */
async function limits(kind: BuildKind, name: string): Promise<number[]> {
  const folder = distOf(kind);
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.js'));
  const code = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  const value = new RegExp(`\\b${name}:\\s*(-?[\\d.]+(?:e\\d+)?)`, 'g');
  return code.flatMap((text) => Array.from(text.matchAll(value), ([, number]) => Number(number)));
}

test('the product holds the strict limits of the guard alone, and the build for tests relaxes them', async () => {
  expect(await limits('product', 'replayAucDrop')).toEqual([0.005]);
  expect(await limits('product', 'noise')).toContain(1.64);
  expect(await limits('product', 'noise')).not.toContain(-1000);
  expect(await limits('e2e', 'replayAucDrop')).toContain(1);
});

test('no page can ask for a file of the product, and no other extension for anything', async () => {
  for (const kind of ['product', 'e2e'] as const) {
    const manifest = JSON.parse(await readFile(path.join(distOf(kind), 'manifest.json'), 'utf8')) as object;
    expect(manifest).not.toHaveProperty('web_accessible_resources');
    expect(manifest).not.toHaveProperty('externally_connectable');
    const worker = await readFile(path.join(distOf(kind), 'assets/background.js'), 'utf8');
    expect(worker).not.toMatch(/on(Message|Connect)External\.addListener/);
  }
});
