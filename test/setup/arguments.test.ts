import fc from "fast-check";
import { spawnSync } from "node:child_process";
import path from "node:path";

const root = path.resolve(__dirname, "../..");

function tsdescent(...args: string[]) {
  const script = path.join(root, "src/setup/tsdescent.mjs");
  const env = { ...process.env, NO_COLOR: "1", npm_lifecycle_event: "" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    encoding: "utf8",
    cwd: root,
    env,
  });
  return { status, stdout, stderr };
}

test.each([
  [["start", "--bakend", "wasm"], "✘ there is no option --bakend; did you mean --backend?\n"],
  [
    ["start", "--colour"],
    "✘ there is no option --colour; options are --dir, --no-browser, --port, --backend, --xgboost\n",
  ],
  [["start", "--port"], "✘ --port needs a value: --port a number from 1 to 65535\n"],
  [["start", "--port=99999"], "✘ --port must be a number from 1 to 65535, got 99999\n"],
  [["start", "--no-browser=yes"], "✘ --no-browser takes no value, got yes\n"],
  [
    ["setup", "--backend", "whell"],
    "✘ --backend must be wheel, wasm, auto, got whell; did you mean wheel?\n",
  ],
  [["setup", "--with", "rey"], "✘ --with must be ray, got rey; did you mean ray?\n"],
  [["strat"], "✘ there is no command strat; did you mean start?\n"],
  [["test", "--every=all"], "✘ --every takes no value, got all\n"],
  [["new", "unitt"], "✘ new takes unit, notebook or project, and a name; got unitt\n"],
  [["kernel", "instal"], "kernel: install [--user | --sys-prefix | --prefix DIR] · uninstall [same] · list"],
  [["setup", "everything"], "✘ setup takes no everything\n"],
  [["notebook"], "✘ one notebook is required, got 0\n"],
  [["notebook", "nowhere.ipynb"], "✘ there is no notebook nowhere.ipynb\n"],
])("%j is refused with a message that says what was meant", (args, message) => {
  const { status, stderr } = tsdescent(...args);
  expect(stderr.slice(0, message.length)).toBe(message);
  expect(status).toBe(1);
});

test("each command explains itself", () => {
  const names = tsdescent()
    .stdout.trim()
    .split("\n")
    .map((line) => line.split(" ")[0]);
  expect(names).toEqual(
    "start setup status new run repl kernel uninstall test check notebook notebooks site".split(" "),
  );
  const { status, stdout } = tsdescent("start", "--help");
  expect(status).toBe(0);
  expect(stdout).toMatch(/--backend wheel\|wasm\|auto/);
  const words = tsdescent("test", "--help").stdout.match(/^ {2}--\S+/gm);
  expect(words).toEqual(["  --touched", "  --every", "  --seed"]);
});

test("a word one edit away from one candidate is always recognised", async () => {
  const { nearest } = await import("../../src/setup/terminal/nearest.mjs");
  const words = ["start", "notebook", "backend", "no-browser"];
  fc.assert(
    fc.property(fc.constantFrom(...words), fc.nat(), (word, at) => {
      const place = at % word.length;
      expect(nearest(word.slice(0, place) + word.slice(place + 1), words)).toBe(word);
    }),
  );
  expect(nearest("quux", words)).toBeNull();
});
