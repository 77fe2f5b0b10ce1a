import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { availableParallelism } from "node:os";
import { PassThrough } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { packagePath } from "../../../src/core/index";
import { LocalSite, workerEnvironment, workerProgram } from "../../../src/tune/executors/localSite";
import { rayError, startRayShim } from "../../../src/tune/executors/rayShim";
import { checkRayOptions, type RayOptions } from "../../../src/tune/executors/rayOptions";
import { RaySite } from "../../../src/tune/executors/raySite";
import { workers } from "../../../src/tune/executors/workers";

jest.mock("node:child_process", () => ({ ...jest.requireActual("node:child_process"), spawn: jest.fn() }));
const spawned = spawn as unknown as jest.Mock;

/** A process that there is not. */
class Child extends EventEmitter {
  readonly stdin = new PassThrough();
  readonly stdout = new PassThrough();
  readonly kills: string[] = [];
  exitCode: number | null = null;
  signalCode: string | null = null;
  kill(signal: string): void {
    this.kills.push(signal);
  }
  /** What was written to it since, line by line. */
  heard(): string[] {
    return String(this.stdin.read() ?? "")
      .split("\n")
      .filter((line) => line !== "");
  }
}

let child: Child;
beforeEach(() => {
  spawned.mockReset();
  spawned.mockImplementation(() => (child = new Child()));
});

async function says(...lines: string[]): Promise<void> {
  // Once this line has come, those before it have.
  for (const line of lines) child.stdout.write(`${line}\n`);
  await turns();
}
async function turns(): Promise<void> {
  for (let count = 0; count < 5; count++) await turn();
}

function listening() {
  const heard: unknown[] = [];
  const listener = {
    message: (message: unknown) => void heard.push(message),
    closed: (reason: string) => void heard.push(reason),
  };
  return { heard, listener: listener as never };
}

describe("workers of this machine", () => {
  const site = () => new LocalSite({ count: 3, threads: 2 });

  test("are processes of this Node, which share the cores", () => {
    const local = site();
    expect([local.count, local.startTimeoutSeconds]).toEqual([3, 120]);
    local.connect(0, listening().listener);
    expect(spawned.mock.calls).toEqual([
      [
        process.execPath,
        [packagePath("dist/src/tune/executors/worker/worker.js")],
        {
          env: {
            ...process.env,
            TF_NUM_INTRAOP_THREADS: "2",
            TF_NUM_INTEROP_THREADS: "2",
            OMP_NUM_THREADS: "2",
          },
          stdio: ["pipe", "pipe", "inherit"],
        },
      ],
    ]);
    expect([workerProgram(), workerEnvironment(5).OMP_NUM_THREADS]).toEqual([packagePath("dist/src/tune/executors/worker/worker.js"), "5"]); // prettier-ignore
  });

  test("are one for two cores where nothing is said, and share all of them", async () => {
    const threadsOf = async (options: { count?: number; threads?: number }) => {
      spawned.mockClear();
      const files = { probe: () => "/nowhere/probe" };
      const objective = Object.assign(() => 1, { code: {} });
      const executor = workers(options)({ objective, files } as never);
      executor.ready.catch(() => {});
      await turns();
      const closed = executor.close();
      for (const { value } of spawned.mock.results) (value as Child).emit("close", null, "SIGKILL");
      await closed;
      return spawned.mock.calls.map(([, , { env }]) => Number(env.OMP_NUM_THREADS));
    };
    const cores = availableParallelism();
    const half = Math.max(1, Math.floor(cores / 2));
    jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] });
    try {
      expect(await threadsOf({})).toEqual(Array(half).fill(Math.floor(cores / half)));
      expect(await threadsOf({ count: 1 })).toEqual([cores]);
      expect(await threadsOf({ count: cores + 1 })).toEqual(Array(cores + 1).fill(1));
      expect(await threadsOf({ count: 2, threads: 7 })).toEqual([7, 7]);
    } finally {
      jest.useRealTimers();
    }
  });

  test("say messages; what else they print goes to standard error", async () => {
    const { heard, listener } = listening();
    const errors: string[] = [];
    const write = jest
      .spyOn(process.stderr, "write")
      .mockImplementation((text) => (errors.push(`${text}`), true));
    try {
      site().connect(0, listener);
      await says(
        '{"type":"pong"}',
        "",
        "a library says something",
        '{"type":"done","id":1,"values":[{"#value":"NaN"}]}',
      );
    } finally {
      write.mockRestore();
    }
    expect(heard).toEqual([{ type: "pong" }, { type: "done", id: 1, values: [NaN] }]);
    expect(errors).toEqual(["a library says something\n"]);
  });

  test("are sent one message a line, and killed at once", () => {
    const connection = site().connect(0, listening().listener);
    connection.send({ type: "ping" });
    connection.send({ type: "answer", value: -Infinity });
    expect(child.heard()).toEqual(['{"type":"ping"}', '{"type":"answer","value":{"#value":"-Infinity"}}']);
    connection.kill();
    expect(child.kills).toEqual(["SIGKILL"]);
    expect(() => child.stdin.emit("error", new Error("EPIPE"))).not.toThrow();
  });

  test.each([
    ["close", [null, "SIGKILL"], "its process ended (SIGKILL)"],
    ["close", [7, null], "its process ended (code 7)"],
    ["error", [new Error("no such file")], "its process did not start: no such file"],
  ])("that end by %s say why", (event, args, reason) => {
    const { heard, listener } = listening();
    site().connect(0, listener);
    child.emit(event, ...args);
    expect(heard).toEqual([reason]);
  });

  test("are all ended with their site, which waits for them", async () => {
    const local = site();
    const children = [0, 1, 2].map((slot) => (local.connect(slot, listening().listener), child));
    children[1].emit("close", 0, null);
    let isClosed = false;
    const closed = local.close().then(() => (isClosed = true));
    expect(children.map(({ kills }) => kills)).toEqual([["SIGKILL"], [], ["SIGKILL"]]);
    children[0].emit("close", null, "SIGKILL");
    await turns();
    expect(isClosed).toBe(false);
    children[2].emit("close", null, "SIGKILL");
    await closed;
  });
});

describe("the process that speaks to Ray", () => {
  const startedWith = (options?: RayOptions) => {
    startRayShim(checkRayOptions(options));
    const [program, args, how] = spawned.mock.lastCall as [string, string[], { env: Record<string, string>; stdio: unknown; detached: boolean }]; // prettier-ignore
    return { program, args: args.slice(0, 2), asked: JSON.parse(args[2]), ...how };
  };

  test("is set-up's Python with the shim, in a group of its own", () => {
    const { program, args, stdio, detached } = startedWith();
    expect(program).toBe(
      packagePath(process.platform === "win32" ? ".venv/Scripts/python.exe" : ".venv/bin/python"),
    );
    expect(args).toEqual(["-u", packagePath("src/tune/executors/rayShim.py")]);
    expect([stdio, detached]).toEqual([["pipe", "pipe", "inherit"], process.platform !== "win32"]);
  });

  test("is told what to start, here half as many workers as there are cores", () => {
    const here = Math.max(1, Math.floor(availableParallelism() / 2));
    expect(startedWith().asked).toEqual({
      address: null,
      workers: here,
      cpusPerTrial: 1,
      worker: {
        checkout: packagePath("."),
        program: "dist/src/tune/executors/worker/worker.js",
        node: process.execPath,
        environment: workerEnvironment(1),
      },
    });
    expect(startedWith({ cpusPerTrial: 10_000 }).asked).toMatchObject({ workers: 1, cpusPerTrial: 10_000 });
    expect(startedWith({ workers: 5 }).asked.workers).toBe(5);
    expect(startedWith({ address: "head:6379", cpusPerTrial: 2, checkout: "/there" }).asked).toMatchObject({
      address: "head:6379",
      workers: null,
      worker: { checkout: "/there", environment: workerEnvironment(2) },
    });
  });

  test("guards a cluster of its own by a token, and leaves another's alone", () => {
    const { env } = startedWith();
    expect(env).toMatchObject({ RAY_AUTH_MODE: "token", RAY_USAGE_STATS_ENABLED: "0" });
    expect(env.RAY_AUTH_TOKEN).toMatch(/^[0-9a-f]{64}$/);
    expect(startedWith().env.RAY_AUTH_TOKEN).not.toBe(env.RAY_AUTH_TOKEN);
    expect(startedWith({ address: "head:1" }).env).toEqual(process.env);
  });
});

describe("workers on Ray", () => {
  const site = (options: RayOptions = {}) =>
    new RaySite(checkRayOptions({ startTimeoutSeconds: 9, ...options }));

  test("are there when Ray says how many there are", async () => {
    const remote = site();
    expect([remote.count, remote.startTimeoutSeconds]).toEqual([0, 9]);
    await says('{"type":"up","count":4}');
    await remote.ready;
    expect(remote.count).toBe(4);
  });

  test.each([
    [undefined, "ray: a local cluster must start, got no memory"],
    ["head:1", "ray: the cluster at head:1 must answer, got no memory; check that the cluster runs, and that this process runs on one of its nodes"], // prettier-ignore
  ])("at %p are refused with Ray's reason", async (address, message) => {
    const refused = expect(site({ address }).ready).rejects.toThrow(expect.objectContaining({ name: "RayError", message })); // prettier-ignore
    await says('{"type":"failed","reason":"no memory"}');
    await refused;
  });

  test("are refused where Python does not start, or ends", async () => {
    const missing = site().ready;
    child.emit("error", new Error("spawn ENOENT"));
    await expect(missing).rejects.toThrow('ray: Ray must be installed, got none in .venv; run "npx tsdescent setup --with ray"'); // prettier-ignore
    const gone = site().ready;
    child.exitCode = 3;
    child.emit("close");
    await expect(gone).rejects.toThrow("ray: a local cluster must start, got rayShim.py ended (code 3)");
  });

  test("are opened, spoken to, killed and heard by their numbers", async () => {
    const remote = site();
    await says('{"type":"up","count":2}');
    const [first, second] = [listening(), listening()];
    const connections = [remote.connect(0, first.listener), remote.connect(1, second.listener)];
    connections[1].send({ type: "answer", value: NaN });
    connections[0].kill();
    expect(child.heard().map((line) => JSON.parse(line))).toEqual([
      { type: "open", id: 0, slot: 0 },
      { type: "open", id: 1, slot: 1 },
      { type: "send", id: 1, line: '{"type":"answer","value":{"#value":"NaN"}}' },
      { type: "kill", id: 0 },
    ]);
    await says(
      JSON.stringify({ type: "line", id: 1, line: '{"type":"pong"}' }),
      JSON.stringify({ type: "line", id: 7, line: '{"type":"pong"}' }),
      '{"type":"closed","id":0,"reason":"its node went"}',
      '{"type":"closed","id":0,"reason":"twice"}',
    );
    expect([first.heard, second.heard]).toEqual([["its node went"], [{ type: "pong" }]]);
  });

  test("are gone with the process that speaks to Ray, also those that are opened later", async () => {
    const remote = site();
    await says('{"type":"up","count":2}');
    const [early, late] = [listening(), listening()];
    remote.connect(0, early.listener);
    child.signalCode = "SIGKILL";
    child.emit("close");
    await turns();
    expect(early.heard).toEqual(["rayShim.py ended (SIGKILL)"]);
    child.heard();
    remote.connect(1, late.listener);
    expect([late.heard, child.heard()]).toEqual([[], []]);
    await turns();
    expect(late.heard).toEqual(["rayShim.py ended (SIGKILL)"]);
  });

  test("end with their site, which tells nobody, and kills what takes twenty seconds", async () => {
    const remote = site();
    await says('{"type":"up","count":2}');
    const { heard, listener } = listening();
    remote.connect(0, listener);
    jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] });
    try {
      const closed = remote.close();
      expect(child.stdin.writableEnded).toBe(true);
      jest.advanceTimersByTime(19_999);
      expect(child.kills).toEqual([]);
      jest.advanceTimersByTime(1);
      expect(child.kills).toEqual(["SIGKILL"]);
      child.emit("close");
      await closed;
      expect([heard, jest.getTimerCount()]).toEqual([[], 0]);
    } finally {
      jest.useRealTimers();
    }
  });

  test("that are missing are told from those that do not answer", () => {
    const missing = 'ray: Ray must be installed, got none in .venv; run "npx tsdescent setup --with ray"';
    for (const got of ["ModuleNotFoundError: No module named 'ray'", "spawn python ENOENT"])
      expect(rayError("head:1", got)).toMatchObject({ name: "RayError", message: missing });
    expect(rayError(undefined, "no port").message).toBe("ray: a local cluster must start, got no port");
  });
});

test("lines are heard whatever ends them", async () => {
  const { heard, listener } = listening();
  new LocalSite({ count: 1, threads: 1 }).connect(0, listener);
  child.stdout.write('{"type":"pong"}\r\n{"type":');
  child.stdout.end('"pong"}');
  await once(child.stdout, "close");
  await turns();
  expect(heard).toEqual([{ type: "pong" }, { type: "pong" }]);
});
