/** The part of vitest's report that is summed up. */
interface Summary {
  numPassedTests: number;
  numFailedTests: number;
}

/** Sums up the stages of `npm test`, so that nothing that failed is missing from "N passed, N failed". */
export class Tally {
  passed = 0;
  failed = 0;
  /** Their names, in order. */
  readonly failedStages: string[] = [];

  /** A stage that is no test (types, lint, build) counts only where it failed, as one. */
  addCheck(name: string, passed: boolean): void {
    if (passed) return;
    this.failed++;
    this.failedStages.push(name);
  }

  /**
   * A suite of tests.
   * @param passed how its process ended: a file that could not even be loaded fails the suite without failing a test.
   * @param report vitest's report as JSON; null if there is none, e.g. since no browser was found.
   */
  addSuite(name: string, passed: boolean, report: string | null): void {
    const summary = report === null ? null : parsed(report);
    this.passed += summary?.numPassedTests ?? 0;
    const failed = summary?.numFailedTests ?? 1;
    this.failed += passed ? failed : Math.max(1, failed);
    if (!passed || failed > 0) this.failedStages.push(name);
  }
}

/** A report that was cut off tells nothing. */
function parsed(report: string): Summary | null {
  try {
    return JSON.parse(report) as Summary;
  } catch {
    return null;
  }
}
