import { runChild } from "../child";
import type { ReadCalls } from "./readCalls";

let read: ReadCalls;
beforeAll(async () => {
  read = JSON.parse((await runChild("test/contracts/readCalls.ts")).stdout);
}, 600_000);

test("README, CHANGELOG and doc comments are read", () => {
  expect(Object.keys(read.counts)).toEqual(["README.md", "CHANGELOG.md", "comments"]);
  // As many as there are now, or more: a pattern that no longer finds them would hold everything.
  expect(read.counts["README.md"]).toBeGreaterThanOrEqual(2);
  expect(read.counts["CHANGELOG.md"]).toBeGreaterThanOrEqual(70);
  expect(read.counts.comments).toBeGreaterThanOrEqual(330);
});

test("what is no call of the library is found: the contract's own check", () => {
  expect(read.planted).toEqual([
    expect.stringMatching(/^planted:1: nothing is exported by the name advertised/),
    expect.stringMatching(/^planted:2: Property 'rocCurv' does not exist/),
    expect.stringMatching(/^planted:3: .*'smoth' does not exist in type 'LossCurveOptions'/),
    expect.stringMatching(/^planted:4: Property 'wy' does not exist on type/),
  ]);
});

test("every call that README, CHANGELOG and doc comments show compiles against the library's types", () => {
  expect(read.wrong).toEqual([]);
});
