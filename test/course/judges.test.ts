import { judgeXor, xorBetween } from "../../src/course/tasks/perceptronAnswers";
import { judgeFolds, passThrough, tentLayers } from "../../src/course/tasks/multilayerAnswers";

const notOne = {
  message: "The answer is not a network from one number to one number.",
  expected: "a list of layers {kernel: [inputs][units], bias: [units]}, each fitting the one before",
};
const last = { kernel: [[2], [-4]], bias: [0] };
const first = { kernel: [[1, 1]], bias: [0, -0.5] };

test.each([
  [undefined],
  [7],
  [[]],
  [{ length: 1 }],
  [[first, null]],
  [[first, 3]],
  [[first, {}]],
  [[first, { kernel: [[2], [-4]] }]],
  [[first, { bias: [0] }]],
  [[first, { kernel: [[2], [-4]], bias: 0 }]],
  [[first, { kernel: 2, bias: [0] }]],
  [[first, { kernel: [[2], -4], bias: [0] }]],
  [[first, { kernel: [[2], [-4, 1]], bias: [0] }]],
  [[first, { kernel: [[2], ["-4"]], bias: [0] }]],
  [[{ kernel: [[1, "1"]], bias: [0, -0.5] }, last]],
  [[{ kernel: [[1, 1]], bias: [0, "x"] }, last]],
  [[first, { kernel: [[2], [-4], [1]], bias: [0] }]],
  [[{ kernel: [[1, 1], [1, 1]], bias: [0, -0.5] }, last]],
  [[first]],
  [[last]],
] as [unknown][])("%j is no network from one number to one number", (answer) => {
  expect(judgeFolds(answer, 1)).toEqual(notOne);
}); // prettier-ignore

test.each([1, 2, 3, 4])(
  "the tent's own layers fold %i times, with two units for each, and no others do",
  (k) => {
    expect(judgeFolds(tentLayers(k), k)).toBeUndefined();
    expect(tentLayers(k).map(({ bias }) => bias.length)).toEqual([...Array.from({ length: k }, () => 2), 1]);
    expect(judgeFolds(tentLayers(k + 1), k)).toEqual({
      message: "The network is larger than it needs to be.",
      expected: `at most ${2 * k} hidden units, two for each fold`,
      got: `${2 * k + 2} hidden units`,
    });
    // One fold fewer is wrong first where the last fold's first slope is steeper: a quarter of a piece from 0.
    if (k > 1)
      expect(judgeFolds(tentLayers(k - 1), k)).toEqual({
        message: `At x = ${Number((1 / (4 * 2 ** k)).toPrecision(4))} the network gives another height.`,
        expected: "0.25",
        got: "0.125",
      });
  },
);

test("a network that is off only at the end is found there", () => {
  const bent = [
    { kernel: [[1, 1]], bias: [0, -0.875] },
    { kernel: [[2], [-4]], bias: [0] },
  ];
  // 2x up to 0.875: at x = 0.625 a fold has come down to 0.75.
  expect(judgeFolds(bent, 1)).toEqual({
    message: "At x = 0.625 the network gives another height.",
    expected: "0.75",
    got: "1.25",
  });
  const [near, far] = [0.9e-6, 1.1e-6].map((by) => [first, { ...last, bias: [by] }]);
  expect([judgeFolds(near, 1), judgeFolds(far, 1)?.message]).toEqual([
    undefined,
    "At x = 0 the network gives another height.",
  ]);
});

test("numbers pass through layers with tanh between, or what is given, and nothing after the last", () => {
  const layers = [{ kernel: [[1, -2], [0.5, 1]], bias: [0.25, 0] }, { kernel: [[3], [-1]], bias: [1] }]; // prettier-ignore
  // [2, 4] · kernel + bias = [2 + 2 + 0.25, −4 + 4].
  expect(passThrough(layers, [2, 4])).toEqual([1 + 3 * Math.tanh(4.25)]);
  expect(passThrough(layers, [2, 4], { between: (z) => 2 * z, last: (z) => -z })).toEqual([-(1 + 3 * 8.5)]);
});

const neuron = { weights: [1, 1], bias: 0 };
test.each([
  [undefined],
  [{}],
  [{ hidden: [neuron], output: neuron }],
  [{ hidden: [neuron, neuron, neuron], output: neuron }],
  [{ hidden: [neuron, neuron] }],
  [{ hidden: [neuron, null], output: neuron }],
  [{ hidden: [neuron, { weights: [1], bias: 0 }], output: neuron }],
  [{ hidden: [neuron, { weights: 2, bias: 0 }], output: neuron }],
  [{ hidden: [neuron, { weights: [1, "1"], bias: 0 }], output: neuron }],
  [{ hidden: [neuron, neuron], output: { weights: [1, 1] } }],
  [{ hidden: { length: 2 }, output: neuron }],
] as [unknown][])("%j has not the shape of two neurons and one", (answer) => {
  expect(judgeXor(answer, 0, 1)).toEqual({
    message: "The answer does not have the shape of the network.",
    expected:
      "{hidden: [neuron, neuron], output: neuron}, each neuron {weights: [number, number], bias: number}",
  });
});

test("XOR between two signals is right for all four inputs, or the first that is not is said", () => {
  for (const [no, yes] of [[0, 1], [-1, 1], [2, 6]]) expect(judgeXor(xorBetween(no, yes), no, yes)).toBeUndefined(); // prettier-ignore
  const right = xorBetween(0, 1);
  const or = { ...right, output: { weights: [1, 0], bias: -0.5 } };
  expect(judgeXor(or, 0, 1)).toEqual({
    message: "The input [1, 1] makes the hidden neurons say [1, 1].",
    expected: "the output 0 for the input [1, 1]",
    got: "the output 1",
  });
  // A sum of exactly 0 does not fire.
  const idle = { ...right, output: { weights: [0, 0], bias: 0 } };
  expect(judgeXor(idle, 0, 1)).toEqual({
    message: "The input [0, 1] makes the hidden neurons say [1, 0].",
    expected: "the output 1 for the input [0, 1]",
    got: "the output 0",
  });
});
