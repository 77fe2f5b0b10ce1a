import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { someOf } from "../someOf";
import { childrenOf, isCompiler } from "./processes";
import { root, TestKernel } from "./testKernel";

const NODE_OPTIONS = `--require ${JSON.stringify(join(root, "test/kernel/otherPrograms.cjs"))}`;
const folder = mkdtempSync(join(tmpdir(), "kernel-other-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("Where the compiler is", () => {
  const silent = join(folder, "silent");
  beforeAll(() => writeFileSync(silent, "#!/bin/sh\nexit 1\n", { mode: 0o755 }));

  const compilers = [
    ["missing", join(folder, "nowhere"), "ENOENT"],
    ["not executable", __filename, "EACCES"],
    ["broken", silent, ""],
    ["another program", "/bin/cat", ""],
  ];

  it.each(someOf(compilers, 1))(
    "%s, cells run unchecked, which the first one says with the remedy",
    async (_, compiler, reason) => {
      const kernel = await TestKernel.start({ env: { NODE_OPTIONS, OTHER_COMPILER: compiler } });
      const first = await kernel.execute("const one: number = 1; one + 1");
      expect([first.result, first.reply.status]).toEqual(["2", "ok"]);
      expect(first.stderr).toContain(
        "kernel: types are not checked, and nothing is completed, as the compiler is gone",
      );
      expect(first.stderr).toContain(reason);
      expect(first.stderr).toContain('run "npx tsdescent setup" and restart the kernel');
      const second = await kernel.execute("one + 2");
      expect([second.result, second.stderr]).toEqual(["3", ""]);
      const completed = await kernel.request("complete_request", { code: "one.to", cursor_pos: 6 });
      expect([completed.status, completed.matches]).toEqual(["ok", []]);
      const inspected = await kernel.request("inspect_request", { code: "one", cursor_pos: 1 });
      expect([inspected.status, inspected.found]).toEqual(["ok", false]);
      await kernel.stop();
    },
  );
});

describe("A compiler's thread that dies", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start({ env: { NODE_OPTIONS } });
    await kernel.execute("interface Point { x: number }");
    await kernel.execute("let total = 40; const gone = 1");
    await kernel.execute("const fine = 1; JSON.parse('{'); const unreached = 2");
  });
  afterAll(() => kernel.stop());

  it.each([
    ["of itself", "end(the, thread)"],
    ["for want of memory", "exhaust(its, memory)"],
  ])("%s ends its cell with a word, and the next ones have what earlier ones declared", async (_, code) => {
    const { error } = await kernel.execute(code);
    expect(error?.evalue).toMatch(
      /^the compiler failed: the compiler's thread came to its end \(.+\); the next cell has a new one, and what has run is kept; run this cell again$/,
    );
    expect((await kernel.execute("total += 1; total")).result).toMatch(/4\d/);
    expect((await kernel.execute("const p: Point = { x: total }; typeof p.x")).result).toBe("'number'");
    expect((await kernel.execute("total.toUpperCase()")).error?.evalue).toContain(
      "'toUpperCase' does not exist",
    );
    expect((await kernel.execute("unreached")).error?.evalue).toContain("'unreached'");
    const { matches } = await kernel.request("complete_request", { code: "total.toFi", cursor_pos: 10 });
    expect(matches).toEqual(["toFixed"]);
  });

  it("has taken in all that ran before the next cell is looked at, however long that takes", async () => {
    await kernel.execute("const chained0 = { x: 9 }");
    for (let at = 1; at < 12; at++)
      await kernel.execute(`const chained${at} = { x: chained${at - 1}.x, y${at}: chained${at - 1} }`);
    await kernel.execute("end(the, thread)");
    expect((await kernel.execute("chained11.x")).result).toBe("9");
  });
});

describe("A process for the cells that is lost", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start({ env: { NODE_OPTIONS } });
  });
  afterAll(() => kernel.stop());

  it("takes along what its last cell declared, for another compiler's thread too", async () => {
    expect((await kernel.execute("class Lost {}; process.exit(3)")).error?.ename).toBe("ProcessEnded");
    await kernel.execute("const after = 1");
    await kernel.execute("end(the, thread)");
    expect((await kernel.execute("Lost")).error?.evalue).toBe("Cannot find name 'Lost'.");
    expect((await kernel.execute("after")).result).toBe("1");
  });

  it("while a cell is compiled, has that cell compiled anew, as the names in it mean nothing any more", async () => {
    const pid = Number((await kernel.execute("const known = 1; process.pid")).result);
    const id = await kernel.submit(`${"1;\n".repeat(20_000)}known`);
    await kernel.until(({ header, parent }) => parent.msg_id === id && header.msg_type === "execute_input");
    process.kill(pid, "SIGKILL");
    const { error } = await kernel.execution(id);
    expect(["Cannot find name 'known'.", "the process that runs the cells was ended by SIGKILL"]).toContain(
      error?.evalue,
    );
  });
});

describe("A compiler that hangs", () => {
  it("in its process has its cell run unchecked, which says so, and is replaced", async () => {
    const kernel = await TestKernel.start({ env: { TSDESCENT_COMPILER_SECONDS: "4" } });
    await kernel.execute("let one = 1");
    for (const compiler of childrenOf(kernel.process.pid!).filter(isCompiler))
      process.kill(compiler, "SIGSTOP");
    const { result, stderr, reply } = await kernel.execute("one + 1");
    expect([result, reply.status]).toEqual(["2", "ok"]);
    expect(stderr).toContain(
      "kernel: this cell's types are not checked, as the compiler gave no answer in 4 s; the next cell has another one\n",
    );
    // On a machine that is busy enough the new one may be late, too.
    let error;
    while (!error) ({ error } = await kernel.execute("one.toUpperCase"));
    expect(error.evalue).toBe("Property 'toUpperCase' does not exist on type 'number'.");
    await kernel.stop();
  });

  it("in its thread ends its cell, and the next one has another thread that knows what ran", async () => {
    const kernel = await TestKernel.start({ env: { NODE_OPTIONS, TSDESCENT_COMPILER_SECONDS: "5" } });
    await kernel.execute("let one = 1");
    const { error } = await kernel.execute("hang(the, thread)");
    expect(error?.evalue).toContain("the compiler's thread came to its end (no answer in 15 s)");
    expect((await kernel.execute("one + 1")).result).toBe("2");
    await kernel.stop();
  });

  it("in its thread is left alone after an interrupt, and a cell that came meanwhile runs", async () => {
    const kernel = await TestKernel.start({ env: { NODE_OPTIONS } });
    await kernel.execute("let one = 1");
    const id = await kernel.submit("hang(the, thread)");
    await kernel.until(({ header, parent }) => parent.msg_id === id && header.msg_type === "execute_input");
    await kernel.request("interrupt_request", {}, "control");
    const completed = kernel.request("complete_request", { code: "one.toFi", cursor_pos: 8 });
    expect((await kernel.execution(id)).error?.ename).toBe("Interrupted");
    expect((await completed).matches).toEqual(["toFixed"]);
    expect((await kernel.execute("one + 1")).result).toBe("2");
    await kernel.stop();
  });
});

describe("A process for the cells that cannot start", () => {
  it("is tried again in growing pauses, and at once for a cell, which says why it could not run", async () => {
    const other = join(folder, "ends.cjs");
    const starts = join(folder, "starts");
    writeFileSync(other, "process.exit(5)");
    const env = { NODE_OPTIONS, OTHER_CHILD: other, CHILD_STARTS: starts };
    const kernel = await TestKernel.start({ env });
    const times = () =>
      existsSync(starts) ? readFileSync(starts, "utf8").trim().split("\n").map(Number) : [];
    while (times().length < 4) await new Promise((resolve) => setTimeout(resolve, 50));
    const pauses = times()
      .slice(1)
      .map((time, at) => time - times()[at]);
    expect(pauses[1]).toBeGreaterThanOrEqual(500);
    expect(pauses[2]).toBeGreaterThanOrEqual(1000);
    const { error } = await kernel.execute("1 + 1");
    expect(error?.evalue).toBe("the process that runs the cells ended with exit code 5");
    rmSync(other);
    expect((await kernel.execute("1 + 1")).result).toBe("2");
    await kernel.stop();
  });
});
