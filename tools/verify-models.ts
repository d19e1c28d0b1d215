import path from 'node:path';
import { root } from './build.ts';
import { verifyModels } from './models/verify.ts';

/** `npm run models:verify`: whether the files in models/ are whole, well-formed, small enough, and compute what was trained. */

const folder = path.resolve(process.argv[2] ?? path.join(root, 'models'));
const checks = await verifyModels(folder);
const width = Math.max(...checks.map(({ what }) => what.length));
for (const { what, passed, detail } of checks) {
  console.log(`${passed ? 'ok    ' : 'FAILED'}  ${what.padEnd(width)}  ${detail}`);
}
const failed = checks.filter(({ passed }) => !passed);
console.log(
  failed.length === 0
    ? `\nAll ${checks.length} checks passed.`
    : `\n${failed.length} of ${checks.length} checks FAILED: ${failed.map(({ what }) => what).join('; ')}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
