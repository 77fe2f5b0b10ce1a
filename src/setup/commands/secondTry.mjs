/**
 * @typedef {{status: string, fullName: string}} Assertion
 * @typedef {{name: string, status: string, assertionResults: Assertion[]}} File
 * @typedef {Record<string, any> & {testResults: File[]}} Results what `jest --json` wrote
 */

/**
 * The files that hold a failed test, or could not run.
 *
 * @param {Results | null} results
 * @returns {string[]}
 */
export function failedFiles(results) {
  return (results?.testResults ?? []).filter(({ status }) => status === "failed").map(({ name }) => name);
}

/**
 * Results in which files that were run again stand as they came out the second time, and the tests that failed
 * only the first time.
 *
 * @param {Results} first
 * @param {Results | null} again
 * @returns {{results: Results, unsteady: string[]}}
 */
export function withSecondTry(first, again) {
  const second = new Map((again?.testResults ?? []).map((file) => [file.name, file]));
  const testResults = first.testResults.map((file) => second.get(file.name) ?? file);
  const failedOnce = namesOf(first.testResults, "failed");
  const failedStill = new Set(namesOf(testResults, "failed"));
  return {
    results: { ...first, ...counted(testResults), testResults },
    unsteady: failedOnce.filter((name) => !failedStill.has(name)),
  };
}

/** @param {File[]} files */
function counted(files) {
  return {
    numPassedTests: namesOf(files, "passed").length,
    numFailedTests: namesOf(files, "failed").length,
    numRuntimeErrorTestSuites: files.filter(couldNotRun).length,
  };
}

/** @param {File} file */
function couldNotRun({ status, assertionResults }) {
  return status === "failed" && !assertionResults.some((test) => test.status === "failed");
}

/**
 * @param {File[]} files
 * @param {string} status
 */
function namesOf(files, status) {
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  return tests.filter((test) => test.status === status).map(({ fullName }) => fullName);
}
