import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { childrenOf, isAlive, isCompiler } from "./processes";
import { ensureBuilt, root, TestKernel } from "./testKernel";

describe("A kernel under hardship", () => {
  let kernel: TestKernel;
  const temporary = mkdtempSync(join(tmpdir(), "kernel-temporary-"));
  beforeAll(async () => {
    kernel = await TestKernel.start({ env: { TMPDIR: temporary } });
  });
  afterAll(() => kernel.stop());

  it("serves several clients at once: each has its own answers, all hear everything, the state is one", async () => {
    const others = await Promise.all([kernel.join(), kernel.join()]);
    const clients = [kernel, ...others];
    await kernel.execute("let total = 0");
    const ids = await Promise.all(
      Array.from({ length: 30 }, (_, at) => clients[at % 3].submit(`total += ${at}; ${at}`)),
    );
    for (const [at, id] of ids.entries()) {
      const { result, reply } = await clients[at % 3].execution(id);
      expect([result, reply.status]).toEqual([`${at}`, "ok"]);
    }
    for (const client of clients) {
      expect((await client.execute("total")).result).toBe(`${(29 * 30) / 2}`);
      for (const id of ids)
        await client.until((one) => one.parent.msg_id === id && one.content.execution_state === "idle");
    }
    for (const other of others) other.leave();
  });

  it("lives on when the process that runs a cell is killed from outside", async () => {
    const pid = Number((await kernel.execute("const gone = 1; require('node:process').pid")).result);
    const id = await kernel.submit(`console.log("go"); while (true) {}`);
    await kernel.untilPrinted(id, "go");
    process.kill(pid, "SIGKILL");
    const { error, stdout } = await kernel.execution(id);
    expect(error).toMatchObject({
      ename: "ProcessEnded",
      evalue: "the process that runs the cells was ended by SIGKILL",
    });
    expect(stdout).toBe("go\n");
    expect((await kernel.execute("typeof gone")).error?.evalue).toBe("Cannot find name 'gone'.");
    expect((await kernel.execute("1 + 1")).result).toBe("2");
  });

  it("says so when the process ends between cells", async () => {
    const id = await kernel.submit(
      `import { exit } from "node:process"; setTimeout(() => { console.log("bye"); exit(6); }, 30); const gone = 1`,
    );
    expect((await kernel.execution(id)).reply.status).toBe("ok");
    const { content } = await kernel.until(
      ({ parent, header }) => parent.msg_id === id && header.msg_type === "error",
    );
    expect(content.evalue).toBe("the process that runs the cells ended with exit code 6");
    expect(content.traceback.at(-1)).toContain("variables are gone");
    await kernel.untilPrintedLate(id, "bye");
    expect((await kernel.execute("gone")).error?.evalue).toBe("Cannot find name 'gone'.");
  });

  it("starts the compiler again when that dies, and still knows the notebook's types", async () => {
    const compilers = () => childrenOf(kernel.process.pid as number).filter(isCompiler);
    await kernel.execute("class Known { here = 1 }; const known = new Known()");
    const [before] = compilers();
    process.kill(before, "SIGKILL");
    expect((await kernel.execute("known.here")).result).toBe("1");
    expect((await kernel.execute("known.there")).error?.evalue).toBe(
      "Property 'there' does not exist on type 'Known'. Did you mean 'here'?",
    );
    expect(compilers()).toEqual([expect.any(Number)]);
    const asked = kernel.submit("known.here + 1");
    process.kill(compilers()[0], "SIGKILL");
    expect((await kernel.execution(await asked)).result).toBe("2");
  });

  it("drops what is signed but makes no sense, and goes on", async () => {
    const header = { msg_id: "odd", session: "x", username: "x", date: "", msg_type: "execute_request" };
    const signed = (parts: string[]) => {
      const hmac = createHmac("sha256", kernel.key);
      for (const part of parts) hmac.update(part);
      return ["<IDS|MSG>", hmac.digest("hex"), ...parts];
    };
    await kernel.sockets.shell.send(signed(["{", "{}", "{}", "{}"]));
    await kernel.sockets.shell.send(signed([JSON.stringify(header), "{}", "{}", "null"]));
    await kernel.sockets.shell.send(signed([JSON.stringify(header), "[]", "{}", "{}"]));
    expect((await kernel.request("complete_request", {})).status).toBe("error");
    const empty = await kernel.execution(await kernel.send("execute_request", {}, "shell"));
    expect(empty.reply.status).toBe("ok");
    for (const type of ["comm_open", "comm_msg", "comm_close"]) await kernel.send(type, {}, "shell");
    expect((await kernel.execute("6 * 7")).result).toBe("42");
  });

  it("takes a message of many megabytes", async () => {
    const { result } = await kernel.execute(`// ${"x".repeat(5e6)}\n"read"`);
    expect(result).toBe("'read'");
  });

  it("answers heartbeats and requests while a cell prints without end", async () => {
    const id = await kernel.submit(`while (true) console.log("flood")`);
    await kernel.untilPrinted(id, "flood");
    for (let beat = 0; beat < 5; beat++) expect(await kernel.heartbeat()).toBe("beat");
    expect((await kernel.request("kernel_info_request")).status).toBe("ok");
    await kernel.request("interrupt_request", {}, "control");
    expect((await kernel.execution(id)).error?.ename).toBe("Interrupted");
  });

  it("stands a storm of interrupts between short cells", async () => {
    const storm = Promise.all(
      Array.from({ length: 50 }, () => kernel.request("interrupt_request", {}, "control")),
    );
    for (let at = 0; at < 10; at++) {
      const { reply, result, error } = await kernel.execute(`${at}`);
      const ended = reply.status === "ok" ? result : error?.ename;
      expect(ended).toBe(reply.status === "ok" ? `${at}` : "Interrupted");
    }
    await storm;
    expect((await kernel.execute("'calm'")).result).toBe("'calm'");
  });

  it("leaves nothing of a cell in a temporary file", async () => {
    await kernel.execute("const secret: string = 'word'; secret");
    const floods = /^tsdescent-output-/; // what a cell printed beyond what a notebook shows
    expect(readdirSync(temporary).filter((name) => !floods.test(name))).toEqual([]);
  });
});

describe("A kernel that starts again", () => {
  it("has forgotten the variables and the count, and remembers the history", async () => {
    const first = await TestKernel.start();
    await first.execute("const kept = 'in history'");
    const env = { XDG_DATA_HOME: first.dataHome };
    const { restart } = await first.request("shutdown_request", { restart: true }, "control");
    expect(restart).toBe(true);
    if (first.process.exitCode === null) await once(first.process, "exit");
    first.leave();
    const second = await TestKernel.start({ env });
    const { error, reply } = await second.execute("kept");
    expect([error?.evalue, reply.execution_count]).toEqual(["Cannot find name 'kept'.", 1]);
    const { history } = await second.request("history_request", {
      hist_access_type: "range",
      session: -1,
      start: 0,
      output: false,
      raw: true,
    });
    expect(history).toEqual([[1, 1, "const kept = 'in history'"]]);
    await second.stop();
  });
});

describe("A full disk", () => {
  it("costs the history, not the cells, and is told once", async () => {
    const kernel = await TestKernel.start({ shell: "ulimit -f 40" });
    for (let at = 0; at < 10; at++) {
      const { result } = await kernel.execute(`"${"x".repeat(5000)}".length + ${at}`);
      expect(result).toBe(`${5000 + at}`);
    }
    const { status } = await kernel.request("history_request", { hist_access_type: "tail", n: 3 });
    expect(status).toBe("ok");
    expect(kernel.stderr.match(/the history cannot be kept/g)).toHaveLength(1);
    await kernel.stop();
  });
});

describe("A connection file", () => {
  const connection = {
    ip: "127.0.0.1",
    transport: "tcp",
    key: "key",
    signature_scheme: "hmac-sha256",
    ...Object.fromEntries(["shell", "control", "stdin", "iopub", "hb"].map((name) => [`${name}_port`, 1])),
  };

  /** What a kernel says of a connection file that is so in part, and how it ends. */
  async function saidFor(part: object): Promise<[said: string, code: number]> {
    ensureBuilt();
    const file = join(mkdtempSync(join(tmpdir(), "kernel-connection-")), "connection.json");
    writeFileSync(file, JSON.stringify({ ...connection, ...part }), { mode: 0o600 });
    const kernel = spawn(process.execPath, [join(root, "dist/kernel/jupyter/main.js"), "-f", file]);
    let said = "";
    kernel.stderr.on("data", (text) => (said += text));
    const [code] = (await once(kernel, "close")) as [number];
    return [said, code];
  }

  it.each([
    [
      { ip: "0.0.0.0" },
      "connection file: ip must be a loopback address, got 0.0.0.0; start the kernel locally",
    ],
    [
      { ip: "192.168.0.7" },
      "connection file: ip must be a loopback address, got 192.168.0.7; start the kernel locally",
    ],
    [{ key: "" }, "connection file: key must not be empty"],
    [{ transport: "inproc" }, `connection file: transport must be "tcp" or "ipc", got inproc`],
    [{ signature_scheme: "none" }, `connection file: signature_scheme must be "hmac-sha256", got none`],
  ])("that would open the kernel to others is refused: %j", async (part, message) => {
    expect(await saidFor(part)).toEqual([`${message}\n`, 1]);
  });

  it("with a port that somebody else has ends the kernel, so that Jupyter starts it with others", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const free = { shell_port: 0, control_port: 0, stdin_port: 0, hb_port: 0 };
    const said = `kernel: cannot listen on tcp://127.0.0.1:${port} (iopub): Address already in use; start it again, as Jupyter does with other ports\n`;
    expect(await saidFor({ ...free, iopub_port: port })).toEqual([said, 1]);
    server.close();
  });
});

describe("A kernel whose Jupyter is gone", () => {
  it("ends, and so does what runs its cells", async () => {
    const jupyter = spawn("sleep", ["1000"]);
    const kernel = await TestKernel.start({ env: { JPY_PARENT_PID: String(jupyter.pid) } });
    const pid = Number((await kernel.execute("require('node:process').pid")).result);
    await kernel.submit("while (true) {}");
    const ended = once(kernel.process, "exit");
    jupyter.kill("SIGKILL");
    await ended;
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
    kernel.leave();
  });

  it("because the script that started it was killed, as a soak may be, ends with all that it started", async () => {
    const start = `require("./test/kernel/testKernel.ts").TestKernel.start().then(async (kernel) => {
      await kernel.execute("1"); console.log(kernel.process.pid); })`;
    const script = spawn(process.execPath, ["--require", "./test/typescript.cjs", "-e", start], {
      cwd: root,
    });
    const [line] = (await once(script.stdout, "data")) as [Buffer];
    const kernel = Number(String(line));
    const started = [kernel, ...childrenOf(kernel)];
    expect(started.length).toBeGreaterThanOrEqual(3);
    script.kill("SIGKILL");
    while (started.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 20));
  });

  it.each(["SIGTERM", "SIGKILL"] as const)(
    "ended by %s, leaves neither its child nor its compiler behind",
    async (signal) => {
      const kernel = await TestKernel.start();
      await kernel.execute("1");
      const started = childrenOf(kernel.process.pid as number);
      expect(started.length).toBeGreaterThanOrEqual(2);
      kernel.process.kill(signal);
      while (started.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 20));
      kernel.leave();
    },
  );
});
