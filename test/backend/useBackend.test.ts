import { join } from "node:path";
import { BackendReport, useBackend } from "../../src/backend/index";
import { displaySymbol } from "../../src/show/index";
import { runChild } from "../child";

interface Preloaded {
  report: BackendReport;
  name: string;
  parameters: number;
  sameEngine: boolean;
  png: string;
  listeners: number[];
}

async function preloaded(environment: Record<string, string>, hook?: string) {
  const options = hook ? `--require ${join(__dirname, hook)}` : "";
  const { stdout, stderr } = await runChild("test/backend/preloaded.ts", {
    TF_CPP_MIN_LOG_LEVEL: undefined, // npm test sets it; a user's process has no such thing
    ...environment,
    NODE_OPTIONS: options,
  });
  return { ...(JSON.parse(stdout) as Preloaded), stderr };
}

test("native TensorFlow is preloaded for any folder, trains, saves and loads, and is silent on stderr", async () => {
  const seen = await preloaded({ TSDESCENT_BACKEND: "native" });
  expect(seen).toMatchObject({
    name: "tensorflow",
    parameters: 8,
    sameEngine: true,
    png: "true",
    stderr: "",
  });
  expect(seen.report).toMatchObject({ backend: "native", tfjsName: "tensorflow", passedOver: [] });
  expect(seen.report.version).toMatch(/^2\.\d+\.\d+/);
  expect(seen.report.threads).toBeGreaterThan(0);
});

test("native TensorFlow loads on a Node that lacks the functions of util that tfjs-node calls", async () => {
  const seen = await preloaded({ TSDESCENT_BACKEND: "native" }, "onNode23.cjs");
  expect(seen).toMatchObject({ name: "tensorflow", parameters: 8 });
});

test.each(["wasm", "cpu"])(
  "where the backend is %s, notebooks import tfjs-node all the same",
  async (backend) => {
    const seen = await preloaded({ TSDESCENT_BACKEND: backend });
    expect(seen).toMatchObject({ name: backend, parameters: 8, sameEngine: true, stderr: "" });
    expect(seen.png).toBe(
      `tf.node.encodePng: needs native TensorFlow, but the backend is ${backend}; ` +
        'useBackend() says why, "npx tsdescent setup --backend wheel" makes it native',
    );
  },
);

test("WebAssembly leaves it to others what happens to an uncaught error or rejection", async () => {
  expect((await preloaded({ TSDESCENT_BACKEND: "wasm" })).listeners).toEqual([0, 0]);
});

test("a native library that does not load is passed over, and the report says why", async () => {
  const { report, name } = await preloaded({ TSDESCENT_BACKEND: "native" }, "withoutLibrary.cjs");
  expect(name).toBe("wasm");
  expect(report.passedOver).toEqual([
    {
      backend: "native",
      reason: "libtensorflow.so.2: cannot open shared object file",
      remedy: 'run "npx tsdescent setup", which says what it needs',
    },
  ]);
});

test("a backend asked for by name is used from then on", async () => {
  expect(await useBackend("cpu")).toMatchObject({ backend: "cpu" });
  expect(await useBackend()).toMatchObject({ backend: "cpu" });
  expect(await useBackend("wasm")).toMatchObject({ backend: "wasm", threads: 1 });
});

test("an unknown name is refused, and the backend in use stays", async () => {
  await useBackend("cpu");
  await expect(useBackend("wsm" as never)).rejects.toThrow(
    'useBackend: unknown backend "wsm"; did you mean "wasm"?',
  );
  expect(await useBackend()).toMatchObject({ backend: "cpu" });
});

test("the report is shown as a table with what was passed over below it", () => {
  const report = new BackendReport({
    backend: "wasm",
    build: "wasm",
    version: "4.22.0",
    threads: 1,
    passedOver: [{ backend: "wheel", reason: "there is no compiler", remedy: "apt install g++" }],
  });
  const shown = report[displaySymbol]();
  expect(shown["text/plain"]).toBe(
    [
      "Backend: WebAssembly",
      "engine           WebAssembly 4.22.0",
      "tf.getBackend()  wasm",
      "TensorFlow.js    4.22.0",
      "threads          1",
      "wheel passed over: there is no compiler; apt install g++",
    ].join("\n"),
  );
  expect(shown["text/html"]).toContain("<td>engine</td><td>WebAssembly 4.22.0</td>");
});
