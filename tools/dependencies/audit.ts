import * as v from 'valibot';
import type { Table } from '../lib/report/table.ts';

/** What can be said of the dependencies without asking anybody: from package.json, the lock file and the names of the packages that ship. */

export const PackageSchema = v.object({
  dependencies: v.record(v.string(), v.string()),
  devDependencies: v.record(v.string(), v.string()),
});

const LockedSchema = v.object({
  version: v.optional(v.string()),
  resolved: v.optional(v.string()),
  integrity: v.optional(v.string()),
  license: v.optional(v.string()),
  hasInstallScript: v.optional(v.boolean(), false),
});
export const LockSchema = v.object({
  lockfileVersion: v.literal(3),
  packages: v.record(v.string(), LockedSchema),
});

interface Audit {
  /** The packages that ship, by name. */
  table: Table;
  /** What must not be; empty if all is well. */
  faults: string[];
  /** What is to be known: packages that run a script where they are installed, on developers' machines only. */
  notes: string[];
}

const EXACT = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;
const INTEGRITY = /^sha512-[A-Za-z0-9+/]{86}==$/;
const REGISTRY = 'https://registry.npmjs.org/';

/** @param shipped names of the packages whose code or data is in the extension. */
export function audit(
  { dependencies, devDependencies }: v.InferOutput<typeof PackageSchema>,
  lock: v.InferOutput<typeof LockSchema>,
  shipped: Iterable<string>,
): Audit {
  const faults: string[] = [];
  const notes: string[] = [];
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
    if (!EXACT.test(version)) faults.push(`${name} is not pinned: "${version}"`);
  const ships = new Set(shipped);
  const rows: string[][] = [];
  for (const [place, locked] of Object.entries(lock.packages)) {
    if (place === '') continue;
    const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const { version = '', integrity = '', resolved, license = '', hasInstallScript } = locked;
    if (!INTEGRITY.test(integrity)) faults.push(`${place} has no SHA-512 in the lock file`);
    if (resolved !== undefined && !resolved.startsWith(REGISTRY))
      faults.push(`${place} does not come from the registry: ${resolved}`);
    const own = ships.has(name) && place === `node_modules/${name}`;
    if (hasInstallScript && own) faults.push(`${name} ships and runs a script where it is installed`);
    else if (hasInstallScript)
      notes.push(`${name} ${version} runs a script where it is installed; it does not ship`);
    if (own) rows.push([name, version, license, `${integrity.slice(0, 20)}…`]);
    if (own) ships.delete(name);
  }
  for (const name of ships) faults.push(`${name} ships, and the lock file does not have it`);
  return {
    table: { title: 'Packages that ship', head: ['package', 'version', 'licence', 'integrity'], rows },
    faults,
    notes,
  };
}
