import { existsSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleObjective } from "../../../src/tune/executors/bundleObjective";
import { inProcess } from "../../../src/tune/executors/inProcess";
import { loadObjective } from "../../../src/tune/executors/loadObjective";
import { objectiveFile } from "../../../src/tune/executors/objectiveFile";
import type { Job } from "../../../src/tune/executor";
import { float } from "../../../src/tune/space/space";
import { createStudy } from "../../../src/tune/study";
import { TrialFiles } from "../../../src/tune/trialFiles";
import { TrialPruned, type Objective, type Trial } from "../../../src/tune/trial";

const fileError = (message: string) => expect.objectContaining({ name: "FileError", message });

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "objectives-"))));
afterEach(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe("an objective's file", () => {
  test("is bundled with what it imports, but for this package and TensorFlow.js", async () => {
    written("helper.ts", "export const twice = (x: number): number => 2 * x;");
    const path = written("objective.ts", 'import { twice } from "./helper";\nexport default ({ params }) => twice(params.x);'); // prettier-ignore
    const bundled = bundleObjective(path);
    expect(bundled).toEqual({ file: path, code: expect.any(String), usesLibrary: false });
    const objective = await loadObjective(bundled);
    expect(objective({ params: { x: 4 } } as unknown as Trial)).toBe(8);
    for (const [name, library, uses] of [
      ["a.ts", "tsdescent", true],
      ["b.ts", "tsdescent/optim", true],
      ["c.ts", "@tensorflow/tfjs", true],
      ["d.ts", "node:fs", false],
    ] as const) {
      const of = bundleObjective(
        written(name, `import * as library from "${library}";\nexport default () => library;`),
      );
      expect([library, of.usesLibrary]).toEqual([library, uses]);
      expect(of.code).toContain(`require("${library}")`);
    }
  });

  test("finds this package's own modules, and says where its errors are", async () => {
    const path = written("throws.ts", 'import { uniformInt } from "pure-rand/distribution/uniformInt";\nexport const objective = (): number => {\n  if (uniformInt) throw new RangeError("here");\n  return 1;\n};'); // prettier-ignore
    const bundled = bundleObjective(path);
    expect(bundled.code).toContain("//# sourceMappingURL=data:application/json;base64,");
    const objective = await loadObjective(bundled);
    expect(() => objective({} as Trial)).toThrow(expect.objectContaining({ message: "here", stack: expect.stringContaining("throws.ts") })); // prettier-ignore
  });

  test("that leaves a package to whoever runs it finds that of this package, wherever it lies itself", async () => {
    const code = 'module.exports = () => typeof require("fast-check").assert === "function" ? 7 : 0;';
    const objective = await loadObjective({ file: join(folder, "elsewhere.ts"), code, usesLibrary: false });
    expect(objective({} as Trial)).toBe(7);
  });

  test("may be JavaScript that is a function itself", async () => {
    const path = written("plain.cjs", "module.exports = (trial) => trial.number + 1;");
    expect((await loadObjective(bundleObjective(path)))({ number: 2 } as Trial)).toBe(3);
  });

  test("is loaded once, when the first trial needs it", async () => {
    const path = written("counted.ts", "let calls = 0;\nexport default () => ++calls;");
    const objective = objectiveFile(path);
    expect(objective.code).toEqual(bundleObjective(path));
    expect([await objective({} as Trial), await objective({} as Trial)]).toEqual([1, 2]);
  });

  test.each([
    ["export const a = 1;\nexport const score = 2;", "a, score"],
    ["export default 3;", "default"],
    ["console;", "no exports"],
    ['export const objective = "f";', "objective"],
  ])("that exports no function is refused: %p", async (text, got) => {
    const path = written("wrong.ts", text);
    await expect(objectiveFile(path)({} as Trial)).rejects.toThrow(
      fileError(`objectiveFile: wrong.ts must export a function as default or as "objective", got ${got}`),
    );
  });

  test("that is missing or does not compile is refused, with the place", () => {
    const missing = join(folder, "none.ts");
    expect(() => bundleObjective(missing)).toThrow(
      fileError(`objectiveFile: ${missing} must exist, got no file ${missing}`),
    );
    mkdirSync(join(folder, "deep"));
    const broken = written("deep/broken.ts", "export const a = 1;\nexport default () => 1 +;\n");
    const [place, what] = ["broken.ts:2:24", 'Unexpected ";"'];
    expect(() => bundleObjective(broken)).toThrow(fileError(`objectiveFile: broken.ts must compile, got ${place}: ${what}`)); // prettier-ignore
    const outer = written("outer.ts", 'export { default } from "./deep/broken";');
    expect(() => bundleObjective(outer)).toThrow(fileError(`objectiveFile: outer.ts must compile, got ${place}: ${what}`)); // prettier-ignore
    const unknown = written("unknown.ts", 'export { default } from "./nowhere";');
    expect(() => bundleObjective(unknown)).toThrow(/^objectiveFile: unknown\.ts must compile, got unknown\.ts:1:24: Could not resolve "\.\/nowhere"$/); // prettier-ignore
  });
});

describe("files of trials", () => {
  const base64 = (text: string) => Buffer.from(text).toString("base64");

  test("lie beside the study's file, a folder for each trial, which is made when a file is written", () => {
    const files = new TrialFiles(join(folder, "study.sqlite"));
    expect(files.folderOf(3)).toBe(join(folder, "study.sqlite.files", "3"));
    expect(files.read(3)).toBeUndefined();
    files.write(3, { "a.ckpt": base64("one"), b: base64("two") });
    expect(files.read(3)).toEqual({ "a.ckpt": base64("one"), b: base64("two") });
    files.write(3, { b: base64("three") });
    expect(files.read(3)!.b).toBe(base64("three"));
    files.forget(3);
    expect(files.read(3)).toBeUndefined();
  });

  test("are gone with their study, unless some wait for another attempt; probes are not worth keeping", () => {
    const files = new TrialFiles(join(folder, "study.sqlite"));
    const probes = [files.probe(), files.probe()];
    expect(new Set(probes).size).toBe(2);
    files.write(0, { a: base64("a") });
    files.close();
    expect(files.read(0)).toEqual({ a: base64("a") });
    files.forget(0);
    files.close();
    expect(() => rmSync(join(folder, "study.sqlite.files"))).toThrow("ENOENT");
    files.close();
  });

  test("of a study in memory lie in a temporary folder, which is made when it is needed", () => {
    const [files, others] = [new TrialFiles(), new TrialFiles()];
    files.forget(0);
    files.close();
    const placeOf = (of: TrialFiles) => (of as unknown as { place?: string }).place;
    expect(placeOf(files)).toBeUndefined();
    expect(files.folderOf(0)).toMatch(/tsdescent-trials-[^/\\]+[/\\]0$/);
    expect(files.folderOf(1).slice(0, -1)).toBe(files.folderOf(0).slice(0, -1));
    expect(others.folderOf(0)).not.toBe(files.folderOf(0));
    for (const each of [files, others]) {
      each.close();
      expect(existsSync(placeOf(each)!)).toBe(false);
    }
  });

  test.each(["a/b", "a\\b", "", ".", ".."])("have names without folders: not %p", (name) => {
    const files = new TrialFiles(join(folder, "study.sqlite"));
    expect(() => files.write(0, { [name]: "" })).toThrow(
      expect.objectContaining({
        name: "OptionError",
        message: `Trial.file: name must be a file name without folders, got "${name}"`,
      }),
    );
  });
});

describe("this process", () => {
  async function said(
    objective: Objective,
    meanwhile: (stop: (why: "pruned" | "timeout") => void) => void = () => {},
  ) {
    const study = createStudy({ space: { x: float(0, 1) }, seed: 1 });
    const trial = study.begin()!;
    const executor = inProcess()({ objective, files: study.files });
    const heard: unknown[] = [];
    for (const event of ["done", "fail"] as const)
      executor.on(event, (what) => void heard.push([event, what]));
    await executor.ready;
    executor.run({ id: 0, trial } as Job);
    meanwhile((why) => executor.stop(0, why));
    await executor.close();
    return { heard, executor };
  }

  test("runs as many trials at once as it is told", () => {
    expect(inProcess()({} as never).slots).toBe(1);
    expect(inProcess({ slots: 4 })({} as never).slots).toBe(4);
  });

  test("says what a trial came to", async () => {
    const done = (outcome: object) => [["done", { id: 0, outcome }]];
    expect((await said(() => 3)).heard).toEqual(done({ values: [3] }));
    expect((await said(async () => [3, 4])).heard).toEqual(done({ values: [3, 4] }));
    expect((await said((trial) => trial.prune())).heard).toEqual(done({ pruned: true }));
    const error = new Error("no luck");
    expect((await said(() => Promise.reject(error))).heard).toEqual([["fail", { id: 0, error }]]);
  });

  test("ends a trial that is stopped at its next report, and leaves a pruned one to itself", async () => {
    const reporting = (heard: string[]) => async (trial: Trial) => {
      await Promise.resolve();
      try {
        await trial.report(0, 1);
        heard.push("went on");
      } catch (error) {
        heard.push((error as Error).name);
        throw error;
      }
      return 1;
    };
    const [stopped, pruned]: string[][] = [[], []];
    const first = await said(reporting(stopped), (stop) => stop("timeout"));
    const second = await said(reporting(pruned), (stop) => stop("pruned"));
    expect([stopped, pruned]).toEqual([["TrialPruned"], ["went on"]]);
    expect([first.heard, second.heard]).toEqual([[["done", { id: 0, outcome: { pruned: true } }]], [["done", { id: 0, outcome: { values: [1] } }]]]); // prettier-ignore
    first.executor.stop(0, "timeout");
    expect(() => new TrialPruned().name).not.toThrow();
  });

  test("waits two seconds for trials that are still there when it is closed", async () => {
    jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] });
    try {
      const executor = inProcess()({ objective: () => new Promise<number>(() => {}) } as never);
      executor.run({ id: 0, trial: {} } as Job);
      let isClosed = false;
      const closed = executor.close().then(() => (isClosed = true));
      jest.advanceTimersByTime(1999);
      for (let turn = 0; turn < 9; turn++) await Promise.resolve();
      expect(isClosed).toBe(false);
      jest.advanceTimersByTime(1);
      await closed;
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });
});
