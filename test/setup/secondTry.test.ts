const load = async () => ({
  ...(await import("../../src/setup/commands/totals.mjs")),
  ...(await import("../../src/setup/commands/secondTry.mjs")),
});

const passed = (fullName: string) => ({ fullName, status: "passed" });
const failed = (fullName: string) => ({ fullName, status: "failed" });
const file = (name: string, status: string, ...assertionResults: { status: string; fullName: string }[]) => ({
  ...{ name, status, assertionResults },
});

const first = {
  numPassedTests: 2,
  numFailedTests: 2,
  numRuntimeErrorTestSuites: 1,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [
    file("good", "passed", passed("adds")),
    file("lab", "failed", passed("opens"), failed("completes")),
    file("wrong", "failed", failed("is right")),
    file("broken", "failed"),
  ],
};

test("files with a failed test and files that could not run are run again", async () => {
  const { failedFiles } = await load();
  expect(failedFiles(first)).toEqual(["lab", "wrong", "broken"]);
  expect(failedFiles(null)).toEqual([]);
});

test("what fails twice stays failed; what passes alone counts as passed and is named", async () => {
  const { totalsOf, withSecondTry } = await load();
  const again = {
    testResults: [
      file("lab", "passed", passed("opens"), passed("completes")),
      file("wrong", "failed", failed("is right")),
      file("broken", "failed"),
    ],
  };
  const { results, unsteady } = withSecondTry(first, again);
  expect(unsteady).toEqual(["completes"]);
  expect(totalsOf(results).totals).toBe("3 passed, 2 failed");
});

test("a second run that ends without results mends nothing", async () => {
  const { totalsOf, withSecondTry } = await load();
  const { results, unsteady } = withSecondTry(first, null);
  expect([unsteady, totalsOf(results).totals]).toEqual([[], "2 passed, 3 failed"]);
});
