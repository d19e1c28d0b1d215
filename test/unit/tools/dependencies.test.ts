import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { shippedPackages } from '../../../build/licences.ts';
import { audit, LockSchema, PackageSchema } from '../../../tools/dependencies/audit.ts';
import { root } from '../../../tools/lib/build.ts';

const SUM = `sha512-${'A'.repeat(86)}==`;

function faultsOf(locked: object, version = '1.0.0', shipped = ['a']): string[] {
  const lock = v.parse(LockSchema, {
    lockfileVersion: 3,
    packages: { '': {}, 'node_modules/a': { version: '1.0.0', integrity: SUM, ...locked } },
  });
  return audit({ dependencies: { a: version }, devDependencies: {} }, lock, shipped).faults;
}

describe('the audit of the dependencies', () => {
  it('has nothing against a package that is pinned, summed and quiet', () => {
    expect(faultsOf({})).toEqual([]);
  });

  it.each([
    ['a range', {}, '^1.0.0'],
    ['a tag', {}, 'latest'],
    ['an address', {}, 'git+ssh://host/a.git'],
    ['no sum', { integrity: undefined }, '1.0.0'],
    ['a weak sum', { integrity: 'sha1-AAAA' }, '1.0.0'],
    ['another place', { resolved: 'https://example.com/a.tgz' }, '1.0.0'],
    ['a script where it is installed', { hasInstallScript: true }, '1.0.0'],
  ])('objects to %s', (_, locked, version) => {
    expect(faultsOf(locked, version)).toHaveLength(1);
  });

  it('lets what does not ship run its script, and tells of it', () => {
    expect(faultsOf({ hasInstallScript: true }, '1.0.0', [])).toEqual([]);
  });

  it('misses no package that ships', () => {
    expect(faultsOf({}, '1.0.0', ['a', 'b'])).toHaveLength(1);
  });

  it('has nothing against what FakeFilter is made of', async () => {
    const read = async (name: string): Promise<unknown> =>
      JSON.parse(await readFile(path.join(root, name), 'utf8')) as unknown;
    const { faults } = audit(
      v.parse(PackageSchema, await read('package.json')),
      v.parse(LockSchema, await read('package-lock.json')),
      (await shippedPackages(root)).keys(),
    );
    expect(faults).toEqual([]);
  });
});
