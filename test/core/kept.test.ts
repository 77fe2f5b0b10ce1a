import fc from "fast-check";
import { checkKept, keptCopy, pack, unpack, type Json } from "../../src/core/kept";

/** Through text, as into a file and back. */
const back = (value: unknown) => unpack(JSON.parse(JSON.stringify(pack(value))) as Json);

const key = fc.oneof(fc.string(), fc.double(), fc.bigInt());
const anything = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.double(),
    fc.constantFrom<unknown>(NaN, Infinity, -Infinity, -0, 2 ** 60, null, undefined, true),
    fc.bigInt(),
    fc.string({ unit: "binary" }),
    fc.date({ noInvalidDate: true }),
    fc.float32Array(),
    fc.uint8Array(),
    fc.bigInt64Array(),
  ),
  value: fc.oneof(
    { depthSize: "small" },
    tie("leaf"),
    fc.array(tie("value")),
    fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom("$number", "$date", "$", "__proto__", "1")),
      tie("value"),
    ),
    fc.array(fc.tuple(key, tie("value"))).map((entries) => new Map(entries)),
    fc.array(key).map((values) => new Set(values)),
  ),
})).value;

test("whatever is kept comes back as it was", () => {
  fc.assert(
    fc.property(anything, (value) => {
      checkKept("here", "it", value);
      // toStrictEqual tells -0 from 0, a missing name from undefined, and one class from another.
      expect(back(value)).toStrictEqual(value);
    }),
    { numRuns: 1000 },
  );
});

// To jest no invalid date equals another.
test("a date that is none comes back as one", () => {
  const [date] = back([new Date(NaN)]) as [Date];
  expect([date instanceof Date, date.getTime()]).toEqual([true, NaN]);
});

test("a view of a buffer comes back as what it sees", () => {
  expect(back(new Float64Array([1, NaN, -0, 4]).subarray(1, 3))).toStrictEqual(new Float64Array([NaN, -0]));
});

test.each([
  [{ fit: () => 1 }, "a function at it.fit"],
  [[1, Symbol("s")], "a symbol at it[1]"],
  [{ a: [new (class Model {})()] }, "a Model at it.a[0]"],
  [new Map([["k", /x/]]), "a RegExp at it[0][1]"],
  [[1, , 3], "an array with gaps or names"],
  [Object.assign([1], { name: "n" }), "an array with gaps or names"],
  [Buffer.from("a"), "a Buffer"],
  [new Error("no"), "a Error"],
  [Promise.resolve(), "a Promise"],
  [{ [Symbol.iterator]: 1 }, "a Object"],
  [{ ages: new (class Ages extends Map {})() }, "a Ages at it.ages"],
  [new (class Tags extends Set {})(["a"]), "a Tags"],
  [new (class Day extends Date {})(0), "a Day"],
  [[new (class Losses extends Array {})(2)], "a Losses at it[0]"],
  [new (class Pixels extends Float32Array {})(2), "a Pixels"],
  [Object.assign(new Date(0), { zone: "UTC" }), "a Date with parts of its own"],
  [{ get now() { return 1 } }, "a hidden or computed part at it.now"], // prettier-ignore
  [Object.defineProperty({}, "secret", { value: 1 }), "a hidden or computed part at it.secret"],
])("%p is refused at once", (value, got) => {
  expect(() => checkKept("here", "it", value)).toThrow(
    `here: it must be of numbers, texts, arrays, plain objects, dates, Maps, Sets and typed arrays, which come back as they were, got ${got}`,
  );
});

test("what is kept does not change with what it was made of", () => {
  const losses = [1];
  const kept = keptCopy("here", "it", { losses });
  losses.push(2);
  expect(kept).toEqual({ losses: [1] });
});
