import fs from "node:fs";
import path from "node:path";
import { Checkout, noNetwork } from "./checkout";

jest.setTimeout(120_000);

let checkout: Checkout;
const environment = { ...process.env };
beforeAll(() => {
  checkout = new Checkout();
  checkout.linkVenv();
  Object.assign(process.env, noNetwork);
});
afterAll(() => {
  for (const name of Object.keys(noNetwork)) delete process.env[name];
  Object.assign(process.env, environment);
  checkout.remove();
});

const step = async () => (await import(path.join(checkout.folder, "src/setup/steps/xgboost.mjs"))).xgboost;
const report = { say: () => {}, progress: () => {}, note: () => {} };
const state = () => JSON.parse(checkout.read(".descent/xgboost.json"));

test("without a network set-up goes on without XGBoost, says why, and tries again only when it is asked to", async () => {
  const xgboost = await step();
  expect(await xgboost.isDone({})).toBe(false);
  expect(await xgboost.run(report, {})).toMatch(/^not there: pip download ended with code 1: /);
  expect(state()).toEqual({
    reason: expect.stringMatching(/^pip download ended with code 1: /),
    remedy: "npm run setup -- --xgboost tries again",
  });
  expect([await xgboost.isDone({}), await xgboost.isDone({ xgboost: true })]).toEqual([true, false]);
  expect(fs.existsSync(checkout.path(".descent/xgboost"))).toBe(false);
  expect(fs.readdirSync(checkout.path(".descent/tmp"))).toEqual([]);
});

test("a library that does not load is removed, and the reason said", async () => {
  const folder = `.descent/xgboost/3.2.0-${process.platform}-${process.arch}/xgboost/lib`;
  fs.mkdirSync(checkout.path(folder), { recursive: true });
  for (const name of ["libxgboost.so", "libxgboost.dylib"]) {
    fs.writeFileSync(checkout.path(`${folder}/${name}`), "no library");
  }
  const xgboost = await step();
  expect(await xgboost.run(report, { xgboost: true })).toMatch(/^not there: its library does not load: /);
  expect(state().reason).toMatch(/^its library does not load: /);
  expect(fs.readdirSync(checkout.path(".descent/xgboost"))).toEqual([]);
});

test("one that lies there from before is taken without the network", async () => {
  fs.rmSync(checkout.path(".descent/xgboost"), { recursive: true, force: true });
  fs.cpSync(path.resolve(".descent/xgboost"), checkout.path(".descent/xgboost"), { recursive: true });
  const xgboost = await step();
  expect(await xgboost.run(report, { xgboost: true })).toBe("3.2.0");
  expect(await xgboost.isDone({})).toBe(true);
  fs.rmSync(checkout.path(state().library));
  expect(await xgboost.isDone({})).toBe(false);
});
