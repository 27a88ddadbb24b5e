import { add, countJest, nothing, summary } from './counts.ts';

const result = (change: object): string =>
  JSON.stringify({
    success: true,
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    numRuntimeErrorTestSuites: 0,
    numTotalTestSuites: 1,
    ...change,
  });

describe('countJest', () => {
  it.each([
    ['passed tests', { numPassedTests: 3 }, { passed: 3, failed: 0, skipped: 0 }],
    [
      'failed tests',
      { success: false, numPassedTests: 1, numFailedTests: 2 },
      { passed: 1, failed: 2, skipped: 0 },
    ],
    [
      'a file that could not run',
      { success: false, numRuntimeErrorTestSuites: 1 },
      { passed: 0, failed: 1, skipped: 0 },
    ],
    [
      'a run that failed without a failed test',
      { success: false, numPassedTests: 4 },
      { passed: 4, failed: 1, skipped: 0 },
    ],
    ['tests left out', { numPendingTests: 1, numTodoTests: 1 }, { passed: 0, failed: 0, skipped: 2 }],
  ])('counts %s', (_, change, counts) => {
    expect(countJest(result(change))).toEqual(counts);
  });
});

describe('summary', () => {
  it('sums all runners in one line', () => {
    const total = [
      { passed: 1, failed: 0, skipped: 0 },
      { passed: 2, failed: 3, skipped: 1 },
    ].reduce(add, nothing);
    expect(summary(total)).toBe('3 passed, 3 failed');
  });
});
