import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { root } from '../lib/build.ts';
import { Tally } from './tally.ts';

/**
 * The whole of `npm test`: types, lint, unused code, unit tests, both builds, browser tests. All stages run, so that one
 * call shows everything that is wrong; the last line sums up the tests of both kinds, "N passed, N failed", and counts each other
 * stage that failed as one.
 */

interface Stage {
  name: string;
  /** A script of package.json. */
  script: string;
  args?: readonly string[];
}

const CHECKS: readonly Stage[] = [
  { name: 'Types', script: 'types' },
  { name: 'Lint, format, unused code', script: 'lint' },
  { name: 'Build', script: 'build' },
];
const SUITES: readonly Stage[] = [
  { name: 'Unit tests', script: 'test:unit' },
  { name: 'Packages for the stores', script: 'test:packages' },
  { name: 'Browser tests', script: 'test:e2e' },
  // A round of learning takes another minute: `npm run test:firefox`.
  { name: 'Tests in Firefox', script: 'test:firefox', args: ['test/firefox/pages.firefox.ts'] },
];

function run({ name, script, args = [] }: Stage): boolean {
  console.log(`\n── ${name}`);
  const begun = Date.now();
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status, error } = spawnSync(npm, ['run', '--silent', script, '--', ...args], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) console.error(`npm could not be started: ${error.message}`);
  const passed = status === 0;
  console.log(`── ${name}: ${passed ? 'passed' : 'FAILED'} in ${((Date.now() - begun) / 1000).toFixed(0)} s`);
  return passed;
}

const reports = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-reports-'));
const tally = new Tally();
try {
  for (const check of CHECKS) tally.addCheck(check.name, run(check));
  for (const suite of SUITES) {
    const report = path.join(reports, `${suite.script.replace(':', '-')}.json`);
    const args = [
      ...(suite.args ?? []),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ];
    const passed = run({ ...suite, args });
    tally.addSuite(suite.name, passed, await readFile(report, 'utf8').catch(() => null));
  }
} finally {
  await rm(reports, { recursive: true, force: true });
}
if (tally.failedStages.length > 0) console.log(`\nFailed: ${tally.failedStages.join('; ')}. See above.`);
console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
process.exitCode = tally.failedStages.length === 0 ? 0 : 1;
