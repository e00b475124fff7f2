const nothingRan = { passed: 0, failed: 1, skipped: 0 }

/** A tool that only passes or fails counts as one check. */
export const checkResult = (code) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 })

/** What vitest's JSON report says; a test file that cannot be loaded holds no tests, and counts as one that failed. */
export function vitestResult(code, report) {
  if (report === undefined) return nothingRan
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0
  ).length
  const result = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests
  }
  return failedIfAnythingDid(code, result)
}

/** What Playwright's JSON report says; a test that passes only at a second try failed. `complete` is false if any was skipped. */
export function playwrightResult(code, report) {
  if (report === undefined) return nothingRan
  const { expected, unexpected, flaky, skipped } = report.stats
  if (expected + unexpected + flaky === 0) return { ...nothingRan, skipped, complete: skipped === 0 }
  const result = { passed: expected, failed: unexpected + flaky, skipped, complete: skipped === 0 }
  return failedIfAnythingDid(code, result)
}

/** A tool can fail outside every test, in its own set-up for example. */
const failedIfAnythingDid = (code, result) => (code !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result)

export function sum(results) {
  const total = (key) => results.reduce((count, result) => count + result[key], 0)
  return {
    passed: total('passed'),
    failed: total('failed'),
    skipped: total('skipped'),
    complete: results.every(({ complete = true }) => complete)
  }
}
