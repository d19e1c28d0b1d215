import path from 'node:path';
import { root } from '../lib/build.ts';
import { runProgram } from '../lib/command-line/program.ts';
import { verifyInBrowser } from './in-browser.ts';
import { verifyModels } from './verify.ts';
import { readOptions } from '../lib/command-line/options.ts';

/**
 * `npm run models:verify [-- FOLDER] [--browser]`: whether the files in models/ are whole, well-formed, small enough, and compute
 * what was trained; with --browser also in the built extension on WebAssembly, WebGL and WebGPU, and how long a face takes there.
 */

const HELP = `Checks the files in models/.

  npm run models:verify [-- FOLDER] [--browser]

  --browser    also the built extension's self-test on WebAssembly, WebGL and WebGPU

Ends with status 0 if all checks passed, 1 if one failed, 64 if it was called wrongly.`;

await runProgram(HELP, 'Nothing was changed.', async () => {
  const { values, positionals } = readOptions({
    args: process.argv.slice(2),
    allowPositionals: true,
    options: { browser: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const checks = await verifyModels(path.resolve(positionals[0] ?? path.join(root, 'models')));
  if (values.browser) checks.push(...(await verifyInBrowser()));
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
  return failed.length === 0 ? 0 : 1;
});
