/**
 * What jest's results come to: the line that closes `npm test`, and the names of tests that skipped themselves.
 * A file that could not run counts as a failure.
 *
 * @param {any} results what `jest --json` wrote; null when it wrote nothing
 * @returns {{totals: string, skipped: string[]}}
 */
export function totalsOf(results) {
  if (!results) return { totals: "0 passed, 1 failed", skipped: [] };
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  const skips = results.numPendingTests + results.numTodoTests;
  const totals = `${results.numPassedTests} passed, ${failed} failed${skips ? `, ${skips} skipped` : ""}`;
  return { totals, skipped: skippedIn(results) };
}

/**
 * @param {{testResults: {assertionResults: {status: string, fullName: string}[]}[]}} results
 * @returns {string[]}
 */
function skippedIn({ testResults }) {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  return tests.filter(({ status }) => status === "pending").map(({ fullName }) => fullName);
}
