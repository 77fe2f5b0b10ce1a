import fs from "node:fs";
import path from "node:path";
import { Checkout } from "./checkout";

interface Cell {
  source: string | string[];
  outputs?: unknown[];
  execution_count?: number | null;
}

let checkout: Checkout;
beforeAll(() => {
  checkout = new Checkout();
  for (const name of ["01-one.ipynb", "02-two.ipynb", "03-three.ipynb"]) publish(name, "as given");
  fs.mkdirSync(checkout.path("notebooks/images"));
  fs.writeFileSync(checkout.path("notebooks/images/dot.png"), "a picture");
});
afterAll(() => checkout.remove());

const mine = (name: string) => checkout.path(`mine/${name}`);
const cellsOf = (file: string): Cell[] => JSON.parse(fs.readFileSync(file, "utf8")).cells;
const sourceOf = (file: string) => [cellsOf(file)[0].source].flat().join("");

function write(file: string, source: string, outputs: unknown[]): void {
  const cell = { cell_type: "code", id: "a", metadata: {}, execution_count: 7, outputs, source };
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }));
}

const publish = (name: string, source: string) =>
  write(checkout.path(`notebooks/${name}`), source, [{ output_type: "stream", name: "stdout", text: "42" }]);

const copy = async () =>
  (await checkout.run(["new", "unit", "mine"])).output.split("\n").slice(0, -2).join("\n");

test("a student's copy has the course's cells and pictures, and nothing in it has run", async () => {
  expect(await copy()).toBe(`3 notebooks copied to ${checkout.path("mine")}`);
  expect(cellsOf(mine("01-one.ipynb"))).toMatchObject([
    { source: "as given", outputs: [], execution_count: null },
  ]);
  expect(fs.readFileSync(mine("images/dot.png"), "utf8")).toBe("a picture");
  expect(await copy()).toBe("");
});

test("a later version renews what nobody touched, and comes beside what was changed or run, once", async () => {
  write(mine("02-two.ipynb"), "my answer", []);
  write(mine("03-three.ipynb"), "as given", [{ output_type: "stream", name: "stdout", text: "mine" }]);
  for (const name of ["01-one.ipynb", "02-two.ipynb", "03-three.ipynb", "04-four.ipynb"])
    publish(name, "better");
  expect((await copy()).split("\n")).toEqual([
    `04-four.ipynb copied to ${checkout.path("mine")}`,
    "new versions of 01-one.ipynb, which you had not changed",
    "your work stays as it is; new versions beside it: 02-two (0.1.0).ipynb, 03-three (0.1.0).ipynb",
  ]);
  const files = ["01-one", "02-two", "02-two (0.1.0)", "03-three", "03-three (0.1.0)", "04-four"];
  expect(files.map((name) => sourceOf(mine(`${name}.ipynb`)))).toEqual([
    ...["better", "my answer", "better", "as given", "better", "better"],
  ]);
  expect(cellsOf(mine("03-three.ipynb"))[0].outputs).toHaveLength(1);
  expect(await copy()).toBe("");
});

test("a notebook that is gone comes again, and one that is none is left alone", async () => {
  fs.rmSync(mine("01-one.ipynb"));
  fs.writeFileSync(mine("04-four.ipynb"), "half a file");
  publish("04-four.ipynb", "best");
  expect((await copy()).split("\n")).toEqual([
    `01-one.ipynb copied to ${checkout.path("mine")}`,
    "your work stays as it is; new versions beside it: 04-four (0.1.0).ipynb",
  ]);
  expect(fs.readFileSync(mine("04-four.ipynb"), "utf8")).toBe("half a file");
  expect(sourceOf(mine("01-one.ipynb"))).toBe("better");

  write(mine("04-four (0.1.0).ipynb"), "an answer there", []);
  publish("04-four.ipynb", "best of all");
  expect(await copy()).toContain("04-four (0.1.0, 2).ipynb");
  expect(sourceOf(mine("04-four (0.1.0).ipynb"))).toBe("an answer there");
});

test("a file of one's own that has a notebook's name is kept when a folder becomes a copy", async () => {
  write(checkout.path("other/01-one.ipynb"), "my own", []);
  await checkout.run(["new", "unit", "other"]);
  expect(sourceOf(checkout.path("other/01-one.ipynb"))).toBe("my own");
  expect(sourceOf(checkout.path("other/01-one (0.1.0).ipynb"))).toBe("better");
});
