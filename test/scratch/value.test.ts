import fc from "fast-check";
import { displaySymbol } from "../../src/show/index";
import { numericalGradient, Value } from "../../src/scratch/index";

const number = fc.double({ min: -2, max: 2, noNaN: true });

const operations: [string, (a: Value, b: Value) => Value][] = [
  ["add", (a, b) => a.add(b)],
  ["sub", (a, b) => a.sub(b)],
  ["mul", (a, b) => a.mul(b)],
  ["div", (a, b) => a.div(b.mul(b).add(1))],
  ["pow", (a, b) => a.pow(3).add(b.pow(2))],
  ["exp", (a, b) => a.mul(b).exp()],
  ["log", (a, b) => a.mul(a).add(b.mul(b)).add(0.5).log()],
  ["tanh", (a, b) => a.sub(b).tanh()],
  ["sigmoid", (a, b) => a.add(b).sigmoid()],
  ["a value used twice", (a, b) => a.mul(b).add(a).mul(a)],
];

test.each(operations)("the slopes of %s are those that are measured", (_, make) => {
  fc.assert(
    fc.property(number, number, (x, y) => {
      const [a, b] = [new Value(x), new Value(y)];
      make(a, b).backward();
      const measured = numericalGradient(([p, q]) => make(new Value(p), new Value(q)).data, [x, y]);
      expect(a.grad).toBeCloseTo(measured[0], 4);
      expect(b.grad).toBeCloseTo(measured[1], 4);
    }),
  );
});

test("relu lets a slope pass above 0 only", () => {
  for (const [x, slope] of [
    [2, 1],
    [0, 0],
    [-2, 0],
  ]) {
    const a = new Value(x);
    a.relu().backward();
    expect(a.grad).toBe(slope);
  }
});

test("backward may be called again, and its slopes are the same", () => {
  const x = new Value(3, "x");
  const y = x.mul(x).add(x);
  y.backward();
  y.backward();
  expect(x.grad).toBe(7);
});

test("a chain of 100 000 operations does not overflow the stack", () => {
  const x = new Value(1);
  let y = x;
  for (let step = 0; step < 100_000; step++) y = y.add(x);
  y.backward();
  expect(x.grad).toBe(100_001);
});

test("the tape is shown as a table, inputs first", () => {
  const x = new Value(3, "x");
  const y = x.mul(2).named("y");
  y.backward();
  expect(y[displaySymbol]()["text/plain"]).toBe(
    [
      "the tape: 3 values",
      "name  computed by  value  slope",
      "2                  2      3",
      "x                  3      2",
      "y     × x 2        6      1",
    ].join("\n"),
  );
});
