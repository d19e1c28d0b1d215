import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { unlistedInside } from '../../build/inside-wasm.ts';
import { shippedPackages } from '../../build/licences.ts';
import { root } from '../lib/build.ts';
import { readOptions } from '../lib/command-line/options.ts';
import { runProgram } from '../lib/command-line/program.ts';
import { textOf } from '../lib/report/table.ts';
import { audit, LockSchema, PackageSchema } from './audit.ts';

/** The command line `npm run dependencies`: an audit of what the extension is made of that asks nobody. */

const HELP = `Lists the packages that ship, and checks without any network that every dependency is pinned to one version and one SHA-512,
comes from the registry, brings a licence text if it ships, and runs no script at its installation if it ships; and that of every
library which WebAssembly that ships names a licence is known.

  npm run dependencies

Known weaknesses of these versions only an advisory service knows: npm audit, where it can be reached.

Ends with status 0 if all is well, 1 if not.`;

const read = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(path.join(root, name), 'utf8')) as unknown;

await runProgram(HELP, 'Nothing was changed.', async () => {
  const { values } = readOptions({
    args: process.argv.slice(2),
    options: { help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const { table, faults, notes } = audit(
    v.parse(PackageSchema, await read('package.json')),
    v.parse(LockSchema, await read('package-lock.json')),
    (await shippedPackages(root)).keys(),
  );
  for (const library of await unlistedInside(root)) faults.push(`no licence is known of ${library}`);
  console.log(textOf(table));
  for (const note of notes) console.log(`\nNote: ${note}.`);
  for (const fault of faults) console.log(`\nFAULT: ${fault}.`);
  return faults.length === 0 ? 0 : 1;
});
