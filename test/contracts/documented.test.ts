import { runChild } from "../child";
import type { Documented } from "./readDocumentation";

let everything: Documented[];
beforeAll(async () => {
  everything = JSON.parse((await runChild("test/contracts/readDocumentation.ts")).stdout);
});

const names = (documented: { name: string }[]) => documented.map(({ name }) => name);

test("the entry exports the rooms of the library", () => {
  expect(everything.length).toBeGreaterThan(50);
});

test("every export says in a sentence what it is", () => {
  expect(names(everything.filter(({ text }) => !/^\S[^]*[.:)`]/.test(text)))).toEqual([]);
});

test("every exported function shows a call", () => {
  const functions = everything.filter(({ isFunction }) => isFunction);
  expect(functions.length).toBeGreaterThan(20);
  expect(names(functions.filter(({ text }) => !text.includes("```ts")))).toEqual([]);
});

test("every option says what it means", () => {
  const options = everything.flatMap(({ options }) => options);
  expect(options.length).toBeGreaterThan(20);
  expect(names(options.filter(({ text }) => !text))).toEqual([]);
});
