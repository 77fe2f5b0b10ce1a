import fs from "node:fs";
import { Checkout, hasNative, noNetwork, pathWith } from "./checkout";

jest.setTimeout(300_000);

/** Needs a native TensorFlow that set-up loaded: npm run setup -- --backend wheel. */
const withNative = hasNative ? test : test.skip;

/** Programs that set-up needs beside a compiler. */
const programs = ["sh", "python3", "env"];

interface Choice {
  backend: string;
  version: string;
  passedOver: { backend: string; reason: string; remedy: string }[];
}

let checkout: Checkout;
beforeEach(() => {
  checkout = new Checkout();
  checkout.linkVenv();
  checkout.compileQuickly();
});
afterEach(() => checkout.remove());

const choice = (): Choice => JSON.parse(checkout.read(".descent/backend.json"));
const wheelRemedy = "npm run setup -- --backend wheel tries again";

/** Whether anything of a native TensorFlow lies about, half-made. */
function leftovers(): string[] {
  const tfjsNode = checkout.path("node_modules/@tensorflow/tfjs-node");
  const links = ["deps", "lib"].filter((part) => fs.existsSync(`${tfjsNode}/${part}`));
  const native = checkout.path(".descent/native");
  const folders = fs.existsSync(native) ? fs.readdirSync(native) : [];
  return [...links, ...folders, ...(fs.existsSync(checkout.path(".descent/tmp")) ? ["tmp"] : [])];
}

test("with no network it falls to WebAssembly, says why, and changes nothing when run again", async () => {
  const first = await checkout.run(["setup"], noNetwork);
  expect(first.code).toBe(0);
  expect(choice()).toEqual({
    backend: "wasm",
    version: "4.22.0",
    passedOver: [
      {
        backend: "wheel",
        reason: expect.stringMatching(
          /^(pip download ended with code 1: Connection refused|there is no|TensorFlow 2)/,
        ),
        remedy: expect.stringMatching(/npm run setup|^$/),
      },
    ],
  });
  expect(first.output).toContain("wheel was passed over: ");
  expect(leftovers()).toEqual([]);

  const before = checkout.snapshot();
  const second = await checkout.run(["setup"], noNetwork);
  expect(second).toEqual({ code: 0, output: "✔ Everything is set up: TensorFlow 4.22.0 (wasm)\n" });
  expect(checkout.snapshot()).toEqual(before);

  const { code, output } = await checkout.run(["status", "--json"], noNetwork);
  expect(code).toBe(0);
  const { backend, tensorflow, missing, problem } = JSON.parse(output);
  expect({ backend, tensorflow, missing, problem }).toEqual({
    ...{ backend: "wasm", tensorflow: "4.22.0", missing: [], problem: null },
  });
});

test("a backend that was asked for by name and cannot be had is an error, not another backend", async () => {
  const { code, output } = await checkout.run(["setup", "--backend", "wheel"], noNetwork);
  expect(code).toBe(1);
  expect(output).toMatch(/✘ --backend wheel: (pip download ended with code 1: |there is no|TensorFlow 2)/);
  expect(fs.existsSync(checkout.path(".descent/backend.json"))).toBe(false);
  expect(leftovers()).toEqual([]);
});

test("without a compiler the wheel is passed over, and taken once there is one", async () => {
  const PATH = pathWith(checkout.path("bin"), programs, { "apt-get": "exit 1" });
  await checkout.run(["setup"], { ...noNetwork, PATH });
  const [wheel] = choice().passedOver;
  if (process.platform === "linux") {
    expect(wheel.reason).toBe("there is no working C++ compiler");
    expect(wheel.remedy).toMatch(/^(sudo )?apt install g\+\+, then npm run setup$/);
  }

  const again = await checkout.run(["setup"], { ...noNetwork, PATH });
  expect(again.output).toBe("✔ Everything is set up: TensorFlow 4.22.0 (wasm)\n");

  // With one it is worth trying again; the network is still away, which is another reason.
  await checkout.run(["setup"], noNetwork);
  expect(choice().passedOver[0]).toMatchObject({
    reason: expect.stringContaining("pip download ended with code 1"),
    remedy: wheelRemedy,
  });
});

test("a compiler that cannot find the standard library is no compiler", async () => {
  const PATH = pathWith(checkout.path("bin"), programs, {
    "c++": "echo 'fatal error: string: No such file' >&2; exit 1",
  });
  await checkout.run(["setup"], { ...noNetwork, PATH });
  expect(choice().passedOver[0].reason).toBe("there is no working C++ compiler");
});

withNative("a native folder that does not load is removed, and the next backend taken", async () => {
  checkout.linkNative();
  const [name] = fs.readdirSync(checkout.path(".descent/native"));
  const binding = checkout.path(`.descent/native/${name}/lib/napi-v8/tfjs_binding.node`);
  fs.rmSync(binding);
  fs.writeFileSync(binding, "half a file");
  await checkout.run(["setup"], noNetwork);
  expect(choice().backend).toBe("wasm");
  expect(choice().passedOver[0].reason).toMatch(
    /^it does not work with Node .*: .*(invalid ELF|file too short|mach-o)/i,
  );
  expect(leftovers()).toEqual([]);
});

withNative("a native folder from before serves again without the network, after npm ci too", async () => {
  checkout.linkNative();
  await checkout.run(["setup"], noNetwork);
  const native = `.descent/native/wheel-2.21.0-${process.platform}-${process.arch}`;
  expect(choice()).toEqual({ backend: "wheel", version: "2.21.0", passedOver: [], native });

  for (const part of ["deps", "lib"]) fs.rmSync(checkout.path(`node_modules/@tensorflow/tfjs-node/${part}`));
  expect((await checkout.run(["status"], noNetwork)).output).toContain("npm run setup (to do: TensorFlow)");
  const { output } = await checkout.run(["setup"], noNetwork);
  expect(output).toContain("✔ TensorFlow: 2.21.0, TensorFlow from its Python wheel");
});

test("what an interrupted download left is cleared away by the next run", async () => {
  const half = checkout.path(".descent/tmp/wheel-abc");
  fs.mkdirSync(half, { recursive: true });
  fs.writeFileSync(`${half}/tensorflow.whl.part`, "half a wheel");
  await checkout.run(["setup", "--backend", "wasm"]);
  expect(leftovers()).toEqual([]);
  expect(choice().passedOver.map(({ reason }) => reason)).toEqual(["--backend wasm was asked for"]);
});
