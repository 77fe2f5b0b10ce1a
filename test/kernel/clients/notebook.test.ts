import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import type * as files from "../../../kernel/clients/notebook/notebookFile";
import type * as running from "../../../kernel/clients/notebook/runNotebook";
import type * as sessions from "../../../kernel/session/session";
import { ensureBuilt, root } from "../testKernel";

ensureBuilt();
const built = <Module>(path: string) => jest.requireActual<Module>(join(root, "dist/kernel", path));
const { readNotebook, writeNotebook } = built<typeof files>("clients/notebook/notebookFile.js");
const { runNotebook } = built<typeof running>("clients/notebook/runNotebook.js");
const { Session } = built<typeof sessions>("session/session.js");

const code = (source: string, ...tags: string[]) => ({ cell_type: "code", source, metadata: { tags } });

describe("A notebook that is run without Jupyter", () => {
  const folder = mkdtempSync(join(tmpdir(), "kernel-notebook-"));
  let session: sessions.Session;
  beforeEach(() => void (session = new Session({ folder })));
  afterEach(() => session.close());

  it("has what its cells bring about, as Jupyter's file has it", async () => {
    const display = (n: number, more = "") => `await display({ n: ${n} }, { displayId: "d"${more} });`;
    const notebook = {
      cells: [
        { cell_type: "markdown", source: "# A title" },
        code("const a = 20; console.log('one'); console.log('two'); console.error('three'); a + 1"),
        code(" \n"),
        { ...code(`${display(1)} 'shown'`), source: ["await 0\n", `${display(1)}\n`, "'shown'"] },
        code(`${display(2, ", update: true")} console.log(1); clearOutput({ wait: true }); console.log(2)`),
        code("await input('?')", "raises-exception"),
        code("nobody", "skip-execution"),
      ],
    };
    const done: number[] = [];
    expect(await runNotebook(notebook, session, { onCell: (at) => done.push(at) })).toBeUndefined();
    const [title, first, empty, second, third, fourth, last] = notebook.cells as files.FileCell[];
    const text = (data: string) => ({ data: { "text/plain": data }, metadata: {} });
    expect(done).toEqual([0, 1, 2, 3]);
    expect([title.outputs, empty.outputs, last.outputs]).toEqual([undefined, undefined, undefined]);
    expect(first.outputs).toEqual([
      { output_type: "stream", name: "stdout", text: "one\ntwo\n" },
      { output_type: "stream", name: "stderr", text: "three\n" },
      { output_type: "execute_result", execution_count: 1, ...text("21") },
    ]);
    expect(second.outputs).toEqual([
      { output_type: "display_data", ...text("{ n: 2 }") },
      { output_type: "execute_result", execution_count: 2, ...text("'shown'") },
    ]);
    expect(third.outputs).toEqual([{ output_type: "stream", name: "stdout", text: "2\n" }]);
    expect(fourth.outputs).toMatchObject([{ output_type: "error", ename: "Error" }]);
    expect([first, second, third, fourth].map((cell) => cell.execution_count)).toEqual([1, 2, 3, 4]);
  });

  it("ends at the first cell that fails, which is named", async () => {
    const notebook = { cells: [code("1"), code("throw new RangeError('far')"), code("3")] };
    expect(await runNotebook(notebook, session)).toMatchObject({
      cell: 2,
      source: "throw new RangeError('far')",
      ename: "RangeError",
      evalue: "far",
    });
    const [, failed, after] = notebook.cells as files.FileCell[];
    expect(failed.outputs).toMatchObject([{ output_type: "error", ename: "RangeError" }]);
    expect(after.outputs).toBeUndefined();
  });

  it("stops a cell that takes too long", async () => {
    const failed = await runNotebook({ cells: [code("while (true);")] }, session, { timeoutMs: 2000 });
    expect(failed).toMatchObject({ cell: 1, ename: "Timeout", evalue: "the cell took longer than 2 s" });
  });

  it("is run by a program that reports how far it is, and writes what came of it elsewhere", async () => {
    const [given, result] = ["given.ipynb", "result.ipynb"].map((name) => join(folder, name));
    const text = JSON.stringify({ nbformat: 4, cells: [code("process.cwd()"), code("null.x")] });
    writeFileSync(given, text);
    const program = spawnSync(
      process.execPath,
      [join(root, "dist/kernel/clients/notebook/main.js"), JSON.stringify({ notebook: given, result })],
      { encoding: "utf8" },
    );
    const [cells, first, second, { failed }] = program.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect([program.status, cells, first, second]).toEqual([1, { cells: 2 }, { done: 0 }, { done: 1 }]);
    expect(failed).toMatchObject({ cell: 2, source: "null.x", ename: "TypeScriptError" });
    expect(readNotebook(result).cells[0].outputs).toMatchObject([
      { data: { "text/plain": [`'${folder}'`] } },
    ]);
    expect(readFileSync(given, "utf8")).toBe(text);
    rmSync(given);
    rmSync(result);
  });

  it("is written whole, its text in lines and its keys in order", () => {
    const path = join(folder, "written.ipynb");
    const notebook = {
      nbformat: 4,
      cells: [
        {
          ...code("a\nb"),
          outputs: [
            { output_type: "stream" as const, name: "stdout" as const, text: "1\n2\n" },
            {
              output_type: "display_data" as const,
              data: { "text/plain": "x\ny", "image/png": "AA==", "application/json": { z: "1\n2", a: 1 } },
              metadata: {},
            },
          ],
        },
      ],
    };
    writeFileSync(path, "before");
    writeNotebook(path, notebook);
    const { cells } = readNotebook(path);
    expect(cells[0].source).toEqual(["a\n", "b"]);
    expect(cells[0].outputs).toMatchObject([
      { text: ["1\n", "2\n"] },
      { data: { "text/plain": ["x\n", "y"], "image/png": "AA==", "application/json": { a: 1, z: "1\n2" } } },
    ]);
    expect(readFileSync(path, "utf8").slice(0, 30)).toBe('{\n "cells": [\n  {\n   "cell_typ');
    expect(readdirSync(folder)).toEqual(["written.ipynb"]);
  });
});
