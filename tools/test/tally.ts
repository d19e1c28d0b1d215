/** The part of vitest's report that is summed up. */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  testResults: readonly TestedFile[];
}

interface TestedFile {
  /** Its path. */
  name: string;
  status: 'passed' | 'failed';
  assertionResults: readonly { status: string; fullName: string }[];
}

/** How a run of a suite ended. */
export interface Run {
  /** How its process ended: a file that could not even be loaded fails the suite without failing a test. */
  passed: boolean;
  /** Vitest's report as JSON; null if there is none, e.g. since no browser was found. */
  report: string | null;
}

/** The test files that failed, by their paths; none if the report is missing or was cut off. */
export function failedFiles(report: string | null): string[] {
  const files = parsed(report)?.testResults ?? [];
  return files.filter(({ status }) => status === 'failed').map(({ name }) => name);
}

/** Sums up the stages of `npm test`, so that nothing that failed is missing from "N passed, N failed". */
export class Tally {
  passed = 0;
  failed = 0;
  /** Their names, in order. */
  readonly failedStages: string[] = [];
  /** Tests that failed at first and passed when their file was run once more. */
  readonly unsteady: string[] = [];

  /** A stage that is no test (types, lint, build) counts only where it failed, as one. */
  addCheck(name: string, passed: boolean): void {
    if (passed) return;
    this.failed++;
    this.failedStages.push(name);
  }

  /**
   * A suite of tests.
   * @param again a second run of the files that failed in the first; it counts in their place.
   */
  addSuite(name: string, first: Run, again: Run | null = null): void {
    const report = parsed(first.report);
    const second = again && parsed(again.report);
    const run = again ?? first;
    let passed = report?.numPassedTests ?? 0;
    let failed = report?.numFailedTests ?? 1;
    if (report && again) {
      const tests = report.testResults
        .filter(({ status }) => status === 'failed')
        .flatMap(({ assertionResults }) => assertionResults);
      passed -= tests.filter(({ status }) => status === 'passed').length;
      passed += second?.numPassedTests ?? 0;
      failed = second?.numFailedTests ?? 1;
      if (again.passed)
        this.unsteady.push(
          ...tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
        );
    }
    this.passed += passed;
    this.failed += run.passed ? failed : Math.max(1, failed);
    if (!run.passed || failed > 0) this.failedStages.push(name);
  }
}

/** A report that was cut off tells nothing. */
function parsed(report: string | null): Report | null {
  try {
    return report === null ? null : (JSON.parse(report) as Report);
  } catch {
    return null;
  }
}
