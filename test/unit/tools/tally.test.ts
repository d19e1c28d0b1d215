import { beforeEach, expect, test } from 'vitest';
import { Tally } from '../../../tools/test/tally.ts';

const report = (numPassedTests: number, numFailedTests: number) =>
  JSON.stringify({ numPassedTests, numFailedTests });
let tally: Tally;

beforeEach(() => {
  tally = new Tally();
});

test('stages that passed add their tests only', () => {
  tally.addCheck('Types', true);
  tally.addSuite('Unit tests', true, report(40, 0));
  tally.addSuite('Browser tests', true, report(5, 0));
  expect(tally).toMatchObject({ passed: 45, failed: 0, failedStages: [] });
});

test('a failed check counts as one failure, even if all tests passed', () => {
  tally.addCheck('Types', false);
  tally.addCheck('Lint', true);
  tally.addCheck('Build', false);
  tally.addSuite('Unit tests', true, report(40, 0));
  expect(tally).toMatchObject({ passed: 40, failed: 2, failedStages: ['Types', 'Build'] });
});

test('failed tests count one by one', () => {
  tally.addSuite('Unit tests', false, report(38, 2));
  expect(tally).toMatchObject({ passed: 38, failed: 2, failedStages: ['Unit tests'] });
});

test('a suite that failed without a failed test, or without a report, counts as one failure', () => {
  tally.addSuite('Unit tests', false, report(40, 0));
  tally.addSuite('Browser tests', false, null);
  tally.addSuite('More tests', true, '{"numPassed');
  expect(tally).toMatchObject({ passed: 40, failed: 3 });
  expect(tally.failedStages).toHaveLength(3);
});
