import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromCsv } from "../../src/data/index";

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "tsdescent-"))));
afterAll(() => rmSync(folder, { recursive: true }));

function file(text: string): string {
  const path = join(folder, "table.csv");
  writeFileSync(path, text);
  return path;
}

test("a table with classes is read with its names", () => {
  const data = fromCsv(file("a,species,b\n1,cat,2\n3,dog,4\n5,cat,6\n"), { label: "species" });
  expect(data.arrays()).toEqual({
    x: [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    y: [0, 1, 0],
  });
  expect([data.featureNames, data.classNames]).toEqual([
    ["a", "b"],
    ["cat", "dog"],
  ]);
});

test("a table with numbers to predict is read, with some of its columns in the order asked for", () => {
  const data = fromCsv(file("a;b;price;c\n1;2;10;x\n3;4;20;y\n"), {
    target: "price",
    features: ["b", "a"],
    delimiter: ";",
    about: { licence: "mine" },
  });
  expect(data.arrays()).toEqual({
    x: [
      [2, 1],
      [4, 3],
    ],
    y: [10, 20],
  });
  expect([data.targetName, data.about.licence]).toEqual(["price", "mine"]);
});

test("quotes, spaces, a byte-order mark, Windows line ends and empty lines are no matter", () => {
  const data = fromCsv(file('\ufeff"a, b", label \r\n 1.5 ,"x, y"\r\n\r\n-2e3,z\r\n'), { label: "label" });
  expect([data.featureNames, data.classNames]).toEqual([["a, b"], ["x, y", "z"]]);
  expect(Array.from(data.features)).toEqual([1.5, -2000]);
});

test("a missing file is refused with the folder the path starts from", () => {
  expect(() => fromCsv("nowhere.csv", { label: "a" })).toThrow(
    `fromCsv: there is no file nowhere.csv; the path starts from ${process.cwd()}`,
  );
});

test.each([
  ["an empty file", "", { label: "a" }, "fromCsv: the table in FILE must not be empty"],
  ["a header alone", "a,b\n", { label: "a" }, "fromCsv: the table in FILE must not be empty"],
  [
    "a text among the numbers",
    "a,b\n1,x\n\nnone,y\n",
    { label: "b" },
    'fromCsv: column "a" must be a number in every row, got "none" in line 4',
  ],
  [
    "a gap among the numbers",
    "a,b\n1,x\n,y\n",
    { label: "b" },
    'fromCsv: column "a" must be a number in every row, got "" in line 3',
  ],
  [
    "an unknown column",
    "a,species\n1,x\n",
    { label: "specis" },
    'fromCsv: unknown column "specis"; did you mean "species"?',
  ],
  [
    "nothing to predict",
    "a,b\n1,x\n",
    {},
    'fromCsv: there must be either label or target; name the column to be predicted, {label: "species"} or {target: "price"}',
  ],
  [
    "an unknown option",
    "a,b\n1,x\n",
    { lable: "b" },
    'fromCsv: unknown option "lable"; did you mean "label"?',
  ],
])("%s is refused", (_, text, options, message) => {
  const path = file(text);
  expect(() => fromCsv(path, options as never)).toThrow(message.replace("FILE", path));
});

test("a row of another length is refused with its line", () => {
  const path = file("a,b\n1,x\n2\n");
  expect(() => fromCsv(path, { label: "b" })).toThrow(
    `fromCsv: ${path} must be a CSV file, got Invalid Record Length: expect 2, got 1 on line 3`,
  );
});
