/** How many tests of a part passed, failed, and were left out. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export const nothing: Counts = { passed: 0, failed: 0, skipped: 0 };

export const add = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

/** Counts of one `jest --json` result. A file that could not run has no tests, and is one failure. */
export function countJest(text: string): Counts {
  const result = JSON.parse(text) as Record<
    | 'numPassedTests'
    | 'numFailedTests'
    | 'numPendingTests'
    | 'numTodoTests'
    | 'numRuntimeErrorTestSuites'
    | 'numTotalTestSuites',
    number
  > & { success: boolean };
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return {
    passed: result.numPassedTests,
    // A failed hook or a leak that fails the run without failing a test must still show.
    failed: failed === 0 && !result.success ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

/** The line that ends a run, read by machines. */
export const summary = ({ passed, failed }: Counts): string => `${passed} passed, ${failed} failed`;
