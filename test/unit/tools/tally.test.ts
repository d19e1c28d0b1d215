import { beforeEach, expect, test } from 'vitest';
import { failedFiles, Tally } from '../../../tools/test/tally.ts';

/** A run of files, each given by the names of its tests and whether they passed. */
function aRun(files: Record<string, Record<string, boolean>>) {
  const outcomes = Object.values(files).flatMap((tests) => Object.values(tests));
  const report = {
    numPassedTests: outcomes.filter(Boolean).length,
    numFailedTests: outcomes.filter((passed) => !passed).length,
    testResults: Object.entries(files).map(([name, tests]) => ({
      name,
      status: Object.values(tests).every(Boolean) ? 'passed' : 'failed',
      assertionResults: Object.entries(tests).map(([fullName, passed]) => ({
        fullName,
        status: passed ? 'passed' : 'failed',
      })),
    })),
  };
  return { passed: report.numFailedTests === 0, report: JSON.stringify(report) };
}

const GOOD = aRun({ 'a.ts': { one: true, two: true }, 'b.ts': { three: true } });
const BAD = aRun({ 'a.ts': { one: true, two: false }, 'b.ts': { three: true } });
let tally: Tally;

beforeEach(() => {
  tally = new Tally();
});

test('stages that passed add their tests only', () => {
  tally.addCheck('Types', true);
  tally.addSuite('Unit tests', GOOD);
  tally.addSuite('Browser tests', GOOD);
  expect(tally).toMatchObject({ passed: 6, failed: 0, failedStages: [], unsteady: [] });
});

test('a failed check counts as one failure, even if all tests passed', () => {
  tally.addCheck('Types', false);
  tally.addCheck('Lint', true);
  tally.addCheck('Build', false);
  tally.addSuite('Unit tests', GOOD);
  expect(tally).toMatchObject({ passed: 3, failed: 2, failedStages: ['Types', 'Build'] });
});

test('failed tests count one by one', () => {
  tally.addSuite('Unit tests', BAD);
  expect(tally).toMatchObject({ passed: 2, failed: 1, failedStages: ['Unit tests'] });
});

test('a suite that failed without a failed test, or without a report, counts as one failure', () => {
  tally.addSuite('Unit tests', { ...GOOD, passed: false });
  tally.addSuite('Browser tests', { passed: false, report: null });
  tally.addSuite('More tests', { passed: true, report: '{"numPassed' });
  expect(tally).toMatchObject({ passed: 3, failed: 3 });
  expect(tally.failedStages).toHaveLength(3);
});

test('a file that failed counts by its second run, and what passes only then is named', () => {
  expect(failedFiles(BAD.report)).toEqual(['a.ts']);
  tally.addSuite('Browser tests', BAD, aRun({ 'a.ts': { one: true, two: true } }));
  expect(tally).toMatchObject({ passed: 3, failed: 0, failedStages: [], unsteady: ['two'] });
});

test('a file that fails again fails the suite, also without a report', () => {
  tally.addSuite('Browser tests', BAD, aRun({ 'a.ts': { one: true, two: false } }));
  expect(tally).toMatchObject({ passed: 2, failed: 1, failedStages: ['Browser tests'], unsteady: [] });
  tally.addSuite('Tests in Firefox', BAD, { passed: false, report: null });
  expect(tally).toMatchObject({ passed: 3, failed: 2, unsteady: [] });
  expect(tally.failedStages).toEqual(['Browser tests', 'Tests in Firefox']);
});

test('a missing report names no file', () => {
  expect(failedFiles(null)).toEqual([]);
  expect(failedFiles('{"testRes')).toEqual([]);
});
