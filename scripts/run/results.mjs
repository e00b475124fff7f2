/** A suite that cannot run here ends with this exit code, as with other tools. */
export const notRunCode = 77

const nothingRan = { passed: 0, failed: 1, skipped: 0 }

/** A tool that only passes or fails counts as one check. */
export const checkResult = (code) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 })

/** Returns the counts of vitest's JSON report. A test file that cannot be loaded holds no tests, and counts as a failed one. */
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

/**
 * Returns the counts of Playwright's JSON report. A test that passes only on its second try counts as failed. `complete` is
 * false if any was skipped.
 */
export function playwrightResult(code, report) {
  if (report === undefined) return nothingRan
  const { expected, unexpected, flaky, skipped } = report.stats
  if (expected + unexpected + flaky === 0) return { ...nothingRan, skipped, complete: skipped === 0 }
  const result = { passed: expected, failed: unexpected + flaky, skipped, complete: skipped === 0 }
  return failedIfAnythingDid(code, result)
}

/** A tool can fail outside every test, in its own set-up for example. */
const failedIfAnythingDid = (code, result) => (code !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result)

const testsIn = ({ specs = [], suites = [] }) => suites.reduce((count, suite) => count + testsIn(suite), specs.length)

/** Returns the counts of a suite that needs root. If it could not run, its report only lists its tests. */
export function rootResult(code, report) {
  if (code !== notRunCode) return playwrightResult(code, report)
  return report === undefined ? nothingRan : { passed: 0, failed: 0, skipped: 0, notRun: testsIn(report) }
}

/** Returns the counts that a command has left. A command that left none failed before it started to count. */
export const totalResult = (code, total) => (total === undefined ? nothingRan : failedIfAnythingDid(code, total))

export function sum(results) {
  const total = (key) => results.reduce((count, result) => count + (result[key] ?? 0), 0)
  return {
    passed: total('passed'),
    failed: total('failed'),
    skipped: total('skipped'),
    notRun: total('notRun'),
    complete: results.every(({ complete = true }) => complete)
  }
}

/** Returns the failures of all results, in words. */
export const failuresOf = (results) => results.flatMap(({ failures = [] }) => failures)

/** Returns the counts in words. */
export const countsIn = ({ passed, failed, skipped, notRun = 0 }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped${notRun > 0 ? `, ${notRun} not run: needs root` : ''}`

/** @param ci true if the outcome decides for others; then no suite may be left out */
export const isGreen = ({ failed, notRun, complete }, ci) => failed === 0 && complete && (notRun === 0 || !ci)
