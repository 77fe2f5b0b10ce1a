import { computationGraph } from "../../src/plot/index";
import { Value } from "../../src/scratch/index";

function neuron() {
  const [w, x, b, y] = [new Value(0.5, "w"), new Value(2, "x"), new Value(0.25, "b"), new Value(1, "y")];
  const loss = w.mul(x).add(b).tanh().named("ŷ").sub(y).pow(2).named("L");
  loss.backward();
  return { loss, w };
}

test("a computation graph holds each value after its inputs, left of what reads it", () => {
  const { values } = computationGraph(neuron().loss).data();
  expect(values.map(({ name }) => name)).toHaveLength(9);
  for (const [at, { inputs, column }] of values.entries())
    for (const input of inputs) {
      expect(input).toBeLessThan(at);
      expect(values[input].column).toBeLessThan(column);
    }
});

test("its numbers are those of the tape, and no two values share a place", () => {
  const { loss, w } = neuron();
  const { values } = computationGraph(loss).data();
  expect(values.find(({ name }) => name === "w")).toMatchObject({ value: 0.5, slope: w.grad });
  expect(values.at(-1)).toMatchObject({ name: "L", value: loss.data, slope: 1 });
  expect(new Set(values.map(({ column, row }) => `${column} ${row}`)).size).toBe(values.length);
});

test("a number that a computation adds has no name but itself, and stands above its node alone", () => {
  const sum = new Value(1 / 3, "x").add(2 / 3).add(0.5);
  const figure = computationGraph(sum);
  const constants = figure.data().values.filter(({ constant }) => constant);
  expect(constants.map(({ name, value }) => [name, value])).toEqual([
    ["0.5", 0.5],
    ["0.6667", 2 / 3],
  ]);
  const inNodes = JSON.stringify((figure.spec.data as { text?: string[] }[]).map(({ text }) => text));
  expect(inNodes.match(/0\.6667/g)).toHaveLength(1);
  expect(figure.alt).not.toContain("0.5 = 0.5");
});

test("it walks forward through what is computed, back through everything, and rests on all", () => {
  const { spec } = computationGraph(neuron().loss);
  const notes = (spec.frames as { layout: { title: { text: string } } }[]).map(
    ({ layout }) => layout.title.text,
  );
  expect(notes).toHaveLength(5 + 9 + 1);
  expect(notes[0]).toContain("forward: v");
  expect(notes[5]).toContain("back: slope of L = 1");
});

test("a value of 200 000 inputs, which share theirs, is read without a call for each", () => {
  const shared = new Value(1, "shared");
  const inputs = Array.from({ length: 200_000 }, () => new Value(2, "", "^2", [shared], [2]));
  const sum = new Value(400_000, "", "sum", inputs);
  const { total, values } = computationGraph(sum, { maxValues: 3 }).data();
  expect(total).toBe(200_002);
  expect(values.map(({ value }) => value)).toEqual([2, 2, 400_000]);
});
