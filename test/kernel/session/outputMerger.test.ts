import { join } from "node:path";
import { describe, expect, it, jest } from "@jest/globals";
import type * as merging from "../../../kernel/session/output/outputMerger";
import { ensureBuilt, root } from "../testKernel";

ensureBuilt();
const { OutputMerger } = jest.requireActual<typeof merging>(
  join(root, "dist/kernel/session/output/outputMerger.js"),
);

const mark = (barrier: number, carries = false) => ({ barrier, cell: barrier, carries });
const cleared = (barrier: number) => ({ type: "clear", wait: false, barrier }) as const;

/** A merger, and what came out of it. */
function merged() {
  const came: string[] = [];
  const merger = new OutputMerger({
    text: (cell, _stream, text) => came.push(`${cell} ${text}`),
    event: (cell, { barrier }) => came.push(`${cell} event ${barrier}`),
  });
  return { merger, came };
}

describe("Two streams and their events", () => {
  it("come in the order in which they were made", () => {
    const { merger, came } = merged();
    merger.pieces("stdout", [mark(1), { text: "a" }, mark(2, true), { text: "c" }]);
    merger.event(cleared(2));
    merger.pieces("stderr", [mark(1), { text: "b" }, mark(2, true)]);
    expect(came).toEqual(["1 a", "1 b", "2 event 2", "2 c"]);
  });

  it("wait for an event that is under way", () => {
    const { merger, came } = merged();
    for (const stream of ["stdout", "stderr"] as const) merger.pieces(stream, [mark(1, true)]);
    expect(came).toEqual([]);
    merger.event(cleared(1));
    expect(came).toEqual(["1 event 1"]);
  });

  it("go on past a barrier that one stream never got", () => {
    const { merger, came } = merged();
    merger.pieces("stdout", [mark(1), { text: "a" }, mark(2, true), mark(3, true)]);
    merger.pieces("stderr", [mark(1), mark(3, true), { text: "b" }]);
    merger.event(cleared(3));
    expect(came).toEqual(["1 a", "3 event 3", "3 b"]);
  });

  it("go on past an event that was never sent", () => {
    const { merger, came } = merged();
    for (const stream of ["stdout", "stderr"] as const)
      merger.pieces(stream, [mark(1, true), mark(2, true), { text: stream }]);
    merger.event(cleared(2));
    expect(came).toEqual(["2 event 2", "2 stdout", "2 stderr"]);
  });
});
