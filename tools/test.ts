import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { root } from './build.ts';

/**
 * The whole of `npm test`: types, lint, unused code, unit tests, both builds, browser tests. All stages run, so that one
 * call shows everything that is wrong; the last line sums up the tests of both kinds: "N passed, N failed".
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
  { name: 'Browser tests', script: 'test:e2e' },
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

interface Counts {
  passed: number;
  failed: number;
}

/** The part of vitest's report that is summed up. */
interface Summary {
  numPassedTests: number;
  numFailedTests: number;
}

/** A suite that ended without a report, e.g. since no browser was found, counts as one failure. */
async function counts(report: string, suitePassed: boolean): Promise<Counts> {
  try {
    const summary = JSON.parse(await readFile(report, 'utf8')) as Summary;
    // A file that could not even be loaded fails the suite without failing a test.
    const { numPassedTests: passed, numFailedTests: failed } = summary;
    return { passed, failed: suitePassed ? failed : Math.max(1, failed) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const reports = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-reports-'));
let allPassed = true;
const sum: Counts = { passed: 0, failed: 0 };
try {
  for (const check of CHECKS) allPassed = run(check) && allPassed;
  for (const suite of SUITES) {
    const report = path.join(reports, `${suite.script.replace(':', '-')}.json`);
    const args = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const passed = run({ ...suite, args });
    allPassed &&= passed;
    const { passed: good, failed: bad } = await counts(report, passed);
    sum.passed += good;
    sum.failed += bad;
  }
} finally {
  await rm(reports, { recursive: true, force: true });
}
if (!allPassed && sum.failed === 0)
  console.log('\nAll tests passed, but a check before them failed; see above.');
console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = allPassed ? 0 : 1;
