import fs from "node:fs";
import path from "node:path";
import { spawnSync } from "node:child_process";
import { Checkout } from "./checkout";

jest.setTimeout(300_000);

let checkout: Checkout;
beforeAll(() => {
  checkout = new Checkout();
  checkout.linkVenv();
});
afterAll(() => checkout.remove());

const load = (file: string) => import(path.join(checkout.folder, "src/setup", file));
const report = { say: () => {}, progress: () => {}, note: () => {} };

test("a package that somebody removed, and one of another version, are missed", async () => {
  const { missingPackages } = await load("steps/packages.mjs");
  expect(missingPackages()).toEqual([]);
  fs.rmSync(checkout.path("node_modules/vega"));
  expect(missingPackages()).toEqual(["node_modules/vega"]);

  const lock = JSON.parse(checkout.read("package-lock.json"));
  lock.packages["node_modules/koffi"].version = "0.0.1";
  fs.writeFileSync(checkout.path("package-lock.json"), JSON.stringify(lock));
  expect(missingPackages().sort()).toEqual(["node_modules/koffi", "node_modules/vega"]);
});

test("the lock file has every platform's binaries and no mirror's addresses", () => {
  const { packages } = JSON.parse(
    fs.readFileSync(path.resolve(__dirname, "../../package-lock.json"), "utf8"),
  );
  const names = Object.keys(packages);
  const absent = Object.values<{ optionalDependencies?: object }>(packages)
    .flatMap((each) => Object.keys(each.optionalDependencies ?? {}))
    .filter((name) => !names.some((folder) => folder.endsWith(`node_modules/${name}`)));
  expect(absent).toEqual([]);
  expect(Object.values<{ resolved?: string }>(packages).filter((each) => each.resolved)).toEqual([]);
});

test("the library is compiled once, again when a source changed, and without what is gone", async () => {
  const { build } = await load("steps/build.mjs");
  expect(await build.isDone({})).toBe(false);
  fs.writeFileSync(checkout.path("src/old.ts"), "export const old = 1;\n");
  await build.run(report, {});
  expect(await build.isDone({})).toBe(true);
  expect(fs.existsSync(checkout.path("dist/src/old.js"))).toBe(true);

  fs.rmSync(checkout.path("src/old.ts"));
  expect(await build.isDone({})).toBe(false);
  await build.run(report, {});
  expect(fs.existsSync(checkout.path("dist/src/old.js"))).toBe(false);

  fs.rmSync(checkout.path("dist/src/index.js"));
  expect(await build.isDone({})).toBe(false);
  await build.run(report, {});
  expect(fs.existsSync(checkout.path("dist/src/index.js"))).toBe(true);
});

test("types that do not fit are counted, and the code runs", async () => {
  const { build } = await load("steps/build.mjs");
  fs.writeFileSync(checkout.path("src/wrong.ts"), 'export const wrong: number = "text";\n');
  const notes: string[] = [];
  await build.run({ ...report, note: (text: string) => notes.push(text) }, {});
  expect(notes).toEqual(["1 type errors; npm run check names them"]);
  expect(fs.existsSync(checkout.path("dist/src/wrong.js"))).toBe(true);
  fs.rmSync(checkout.path("src/wrong.ts"));
});

test("inside the checkout tsdescent is a package and a command", async () => {
  const { links } = await load("steps/links.mjs");
  await links.run(report, {});
  expect(await links.isDone({})).toBe(true);
  const { stdout } = spawnSync(checkout.path("node_modules/.bin/tsdescent"), ["start", "--help"], {
    encoding: "utf8",
  });
  expect(stdout).toMatch(/^npm start/);
  const answer = spawnSync(process.execPath, ["-p", 'require("tsdescent").answer'], { cwd: checkout.folder });
  expect(String(answer.stdout).trim()).toBe("42");
});

test("declarations that the kernel's compiler cannot read are named", () => {
  const check = () =>
    spawnSync(process.execPath, [checkout.path("src/setup/commands/checkDeclarations.cjs")], {
      encoding: "utf8",
    });
  expect(check()).toMatchObject({ status: 0, stdout: "" });
  fs.writeFileSync(
    checkout.path("dist/src/tooNew.d.ts"),
    "export declare function only<const T>(value: Missing<T>): T;\n",
  );
  const { status, stdout } = check();
  expect(status).toBe(1);
  expect(stdout).toContain("dist/src/tooNew.d.ts(1,46): error TS2304: Cannot find name 'Missing'.");
});
