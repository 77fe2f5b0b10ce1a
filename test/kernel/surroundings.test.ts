import { once } from "node:events";
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import Database from "libsql";
import { TestKernel } from "./testKernel";

describe("A kernel that is killed just behind a cell", () => {
  it.each([0, 10, 25])("after %i ms leaves a history that the next one reads and writes", async (afterMs) => {
    const first = await TestKernel.start();
    await first.execute("const before = 1");
    await first.execute("const last = 2");
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    first.process.kill("SIGKILL");
    await once(first.process, "exit");
    first.leave();
    const second = await TestKernel.start({ env: { XDG_DATA_HOME: first.dataHome } });
    await second.execute("const next = 3");
    const { history } = await second.request("history_request", { hist_access_type: "tail", n: 9 });
    expect(history[0]).toEqual([1, 1, "const before = 1"]);
    expect(history.at(-1)).toEqual([2, 1, "const next = 3"]);
    await second.stop();
  });
});

describe("Kernels beside each other", () => {
  it("write one history while another process holds it, as soon as it is free", async () => {
    const kernel = await TestKernel.start();
    await kernel.execute("1");
    await kernel.request("history_request", { hist_access_type: "tail", n: 9 });
    const file = join(kernel.dataHome, "tsdescent", "history.sqlite");
    const holder = new Database(file);
    holder.exec("BEGIN IMMEDIATE");
    await kernel.execute("'while it is held'");
    const held = await kernel.request("history_request", { hist_access_type: "tail", n: 9 });
    holder.exec("COMMIT");
    holder.close();
    const free = await kernel.request("history_request", { hist_access_type: "tail", n: 9 });
    const sources = (reply: object) =>
      (reply as { history: string[][] }).history.map(([, , source]) => source);
    expect([sources(held), sources(free)]).toEqual([["1"], ["1", "'while it is held'"]]);
    await kernel.stop();
  });
});

describe("A user without a name or a home, as in some containers", () => {
  it("has a kernel that answers, without a history", async () => {
    const nameless = 'unset HOME XDG_DATA_HOME; exec unshare --user --map-user=54321 -- "$@"';
    const kernel = await TestKernel.start({ shell: nameless });
    expect((await kernel.execute("6 * 7")).result).toBe("42");
    expect((await kernel.execute("6 * 8")).result).toBe("48");
    expect(kernel.stderr.match(/the history cannot be kept/g)).toHaveLength(1);
    await kernel.stop();
  });
});

describe("Local sockets of the system", () => {
  it("serve as well as TCP, and are gone with the kernel", async () => {
    const folder = mkdtempSync(join(tmpdir(), "kernel-ipc-"));
    const kernel = await TestKernel.start({ ipc: join(folder, "kernel") });
    expect((await kernel.execute("6 * 7")).result).toBe("42");
    expect(readdirSync(folder)).toHaveLength(5);
    await kernel.stop();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("A request that the kernel does not know", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start();
  });
  afterAll(() => kernel.stop());

  it.each(["usage_request", "create_subshell_request", "debug_request", "valueOf_request"])(
    "%s is answered with an error",
    async (type) => {
      const evalue = `this kernel does not answer ${type}`;
      const error = { status: "error", ename: "UnknownRequest", evalue };
      expect(await kernel.request(type, { seq: 7, command: "attach" }, "control")).toMatchObject(error);
      expect(await kernel.request(type, { seq: 7, command: "attach" }, "shell")).toMatchObject(error);
    },
  );

  it("of a debugger is answered in the debugger's protocol too", async () => {
    const reply = await kernel.request("debug_request", { seq: 7, command: "attach" }, "control");
    expect(reply).toMatchObject({ type: "response", request_seq: 7, success: false, command: "attach" });
  });
});

describe("A bundle of Plotly's", () => {
  it("offers no upload of what it draws, unless its author asks for it", async () => {
    const kernel = await TestKernel.start();
    const shown = async (config: string) => {
      const bundle = `{ "application/vnd.plotly.v1+json": { data: [], layout: {}${config} }, "text/plain": "x" }`;
      const { messages } = await kernel.execute(`({ [Symbol.for("Jupyter.display")]: () => (${bundle}) })`);
      const { content } = messages.find(({ header }) => header.msg_type === "execute_result")!;
      return content.data["application/vnd.plotly.v1+json"];
    };
    const closed = { showSendToCloud: false, plotlyServerURL: "" };
    expect(await shown("")).toEqual({ data: [], layout: {}, config: closed });
    expect((await shown(", config: { responsive: true }")).config).toEqual({ ...closed, responsive: true });
    expect((await shown(", config: { showSendToCloud: true }")).config.showSendToCloud).toBe(true);
    await kernel.stop();
  });
});
