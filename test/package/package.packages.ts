import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build, ensureBuild, root } from '../../tools/lib/build.ts';
import { archive, filesIn, type Files } from '../../tools/package/archive.ts';
import { sourceFiles } from '../../tools/package/source.ts';

/** The packages for the stores: the same files at each build (that the archive of the same files is the same is a unit test), nothing missing, nothing that a store objects to. */

const LIMIT_MIB = 25;
const sha256 = (bytes: Uint8Array | undefined): string =>
  createHash('sha256')
    .update(bytes ?? '')
    .digest('hex');
const sumsOf = (files: Files): Record<string, string> =>
  Object.fromEntries([...files].map(([name, bytes]) => [name, sha256(bytes)]));
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

let elsewhere: string;
beforeAll(async () => {
  elsewhere = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-packages-'));
});
afterAll(() => rm(elsewhere, { recursive: true, force: true }));

describe.each([
  ['Chrome', 'product'],
  ['Firefox', 'firefox'],
] as const)('the package for %s', (_, kind) => {
  let folder: string;
  let packed: Uint8Array;
  let files: Record<string, Uint8Array>;
  beforeAll(async () => {
    folder = await ensureBuild(kind);
    packed = archive(await filesIn(folder));
    files = unzipSync(packed);
  }, 300_000);

  it('has the same files, byte for byte, when it is built again elsewhere', async () => {
    const again = path.join(elsewhere, kind);
    build(kind, again);
    const other = await filesIn(again);
    expect(sumsOf(other)).toEqual(sumsOf(await filesIn(folder)));
  }, 300_000);

  it(`weighs at most ${LIMIT_MIB} MiB`, () => {
    expect(packed.length / 2 ** 20).toBeLessThanOrEqual(LIMIT_MIB);
  });

  it('has the licence texts of all that ships', async () => {
    const licences = text(files['licenses.txt']);
    const { dependencies } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const [name, version] of Object.entries(dependencies))
      expect(licences).toContain(`${name} ${version} (`);
    expect(licences).toContain('@mediapipe/face_detection');
    expect(licences).toContain('Apache License');
    expect(licences).toContain('Permission is hereby granted, free of charge');
  });

  it('has every file that its manifest and pages name, and every model as its checksum says', () => {
    const named = [
      ...[...text(files['manifest.json']).matchAll(/"([\w./-]+\.(?:html|js|png))"/g)].map(
        ([, name = '']) => name,
      ),
      ...Object.entries(files)
        .filter(([name]) => name.endsWith('.html'))
        .flatMap(([, page]) =>
          [...text(page).matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, name = '']) => name),
        ),
    ];
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !(name in files))).toEqual([]);
    const summed = Object.keys(files).filter((name) => name.endsWith('checksums.json'));
    const sums = new Map(
      summed.flatMap((list) =>
        Object.entries(JSON.parse(text(files[list])) as Record<string, string>).map(
          ([name, sum]) => [path.posix.join(path.posix.dirname(list), name), sum] as const,
        ),
      ),
    );
    const checked = Object.keys(files).filter(
      (name) => /^(models|wasm)\//.test(name) && !summed.includes(name),
    );
    expect(checked.length).toBeGreaterThan(10);
    for (const name of checked) expect(sha256(files[name]), name).toBe(sums.get(name));
  });

  it('names its worker by nothing that depends on the folder in which it was built', () => {
    expect(text(files['service-worker-loader.js'])).toBe("import './assets/background.js';\n");
  });

  it('has nothing in it of the builds for tests', () => {
    expect(text(files['manifest.json'])).not.toContain('127.0.0.1');
    expect(Object.keys(files).filter((name) => /\.map$|e2e|test/.test(name))).toEqual([]);
  });
});

it("Mozilla's linter finds nothing in the package for Firefox", async () => {
  const folder = await ensureBuild('firefox');
  const linter = path.join(
    path.dirname(createRequire(import.meta.url).resolve('addons-linter/package.json')),
    'bin/addons-linter',
  );
  const { stdout, stderr } = spawnSync(process.execPath, [linter, '--output', 'json', folder], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const { errors, warnings, notices } = JSON.parse(stdout) as Record<
    'errors' | 'warnings' | 'notices',
    unknown[]
  >;
  expect([...errors, ...warnings, ...notices]).toEqual([]);
}, 120_000);

it('the source for reviewers has what a build needs, and nothing that a build makes', async () => {
  const names = [...(await sourceFiles()).keys()];
  for (const name of [
    'package-lock.json',
    'vite.config.ts',
    'manifest.json',
    'LICENSE',
    'models/detector/weights.bin',
  ])
    expect(names).toContain(name);
  expect(names.filter((name) => /^(node_modules|dist|public|\.cache)\//.test(name))).toEqual([]);
});
