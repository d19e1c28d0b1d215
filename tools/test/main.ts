import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { root } from '../lib/build.ts';
import { failedFiles, Tally, type Run } from './tally.ts';

/**
 * The whole of `npm test`: types, lint, unused code, unit tests, both builds, browser tests. All stages run, so that one
 * call shows everything that is wrong; the last line sums up the tests of both kinds, "N passed, N failed", and counts each other
 * stage that failed as one. Where one or two files of a suite failed, they are run once more, and a test that passes only
 * then is named as unsteady.
 */

interface Stage {
  name: string;
  /** A script of package.json. */
  script: string;
  args?: readonly string[];
}

/** More files than these fail for a reason that a second run does not take away. */
const RUN_AGAIN_AT_MOST = 2;

const CHECKS: readonly Stage[] = [
  { name: 'Types', script: 'types' },
  { name: 'Lint, format, unused code', script: 'lint' },
  { name: 'Build', script: 'build' },
];
const SUITES: readonly Stage[] = [
  { name: 'Unit tests', script: 'test:unit' },
  { name: 'Packages for the stores', script: 'test:packages' },
  { name: 'Browser tests', script: 'test:e2e' },
  // A round of learning and a private window take another minute each: `npm run test:firefox`.
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

/** Runs a suite with a report. */
async function test(suite: Stage, reports: string): Promise<Run> {
  const file = path.join(reports, `${randomUUID()}.json`);
  const reporting = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const passed = run({ ...suite, args: [...(suite.args ?? []), ...reporting] });
  return { passed, report: await readFile(file, 'utf8').catch(() => null) };
}

const reports = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-reports-'));
const tally = new Tally();
try {
  for (const check of CHECKS) tally.addCheck(check.name, run(check));
  for (const suite of SUITES) {
    const first = await test(suite, reports);
    const failed = failedFiles(first.report);
    const again = failed.length > 0 && failed.length <= RUN_AGAIN_AT_MOST;
    tally.addSuite(
      suite.name,
      first,
      again ? await test({ ...suite, name: `${suite.name}, once more`, args: failed }, reports) : null,
    );
  }
} finally {
  await rm(reports, { recursive: true, force: true });
}
if (tally.unsteady.length > 0)
  console.log(`\nUnsteady, each a fault to find: ${tally.unsteady.join('; ')}. See the first run above.`);
if (tally.failedStages.length > 0) console.log(`\nFailed: ${tally.failedStages.join('; ')}. See above.`);
console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
process.exitCode = tally.failedStages.length === 0 ? 0 : 1;
