import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
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

interface Ended {
  passed: boolean;
  seconds: string;
  /** What it printed, if that was kept back. */
  output: Buffer;
}

/** Starts a script. @param kept whether what it prints is kept back: of scripts that run side by side. */
async function ended({ script, args = [] }: Stage, kept: boolean): Promise<Ended> {
  const begun = Date.now();
  const windows = process.platform === 'win32';
  const child = spawn(windows ? 'npm.cmd' : 'npm', ['run', '--silent', script, '--', ...args], {
    cwd: root,
    stdio: kept ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    shell: windows,
  });
  const passed = new Promise<boolean>((resolve) => {
    child.once('close', (status) => resolve(status === 0));
    child.once('error', (error) => {
      console.error(`npm could not be started: ${error.message}`);
      resolve(false);
    });
  });
  const printed = [child.stdout, child.stderr].flatMap((stream) => (stream ? [buffer(stream)] : []));
  const output = Buffer.concat(await Promise.all(printed));
  return { passed: await passed, seconds: ((Date.now() - begun) / 1000).toFixed(0), output };
}

function tell({ name }: Stage, { passed, seconds }: Ended): void {
  console.log(`── ${name}: ${passed ? 'passed' : 'FAILED'} in ${seconds} s`);
}

/** Runs what needs one processor each side by side, and prints one after the other. */
async function check(checks: readonly Stage[]): Promise<void> {
  const runs = checks.map((each) => ({ each, run: ended(each, true) }));
  for (const { each, run } of runs) {
    console.log(`\n── ${each.name}`);
    const end = await run;
    process.stdout.write(end.output);
    tell(each, end);
    tally.addCheck(each.name, end.passed);
  }
}

/** Runs a suite with a report. */
async function test(suite: Stage, reports: string): Promise<Run> {
  const file = path.join(reports, `${randomUUID()}.json`);
  const reporting = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  console.log(`\n── ${suite.name}`);
  const end = await ended({ ...suite, args: [...(suite.args ?? []), ...reporting] }, false);
  tell(suite, end);
  return { passed: end.passed, report: await readFile(file, 'utf8').catch(() => null) };
}

const reports = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-reports-'));
const tally = new Tally();
try {
  await check(CHECKS);
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
