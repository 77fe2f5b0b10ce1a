import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { evaluate, fit } from "../../src/train";
import { drawn, examplesOf, fitOptionsOf, lossOf, metricsOf, networkOf, type Trained } from "./drawn";

// Bins of the area under the curve, as its documentation says.
const tolerance = (name: string) => (name.endsWith("auc") ? 1e-3 : 1e-5);

/** What of ours is farther from what was recorded than its documentation says. */
function differences(ours: Record<string, number>, recorded: Record<string, number | null>): string[] {
  return Object.entries(recorded).flatMap(([name, value]) => {
    if (value === null) return [];
    const off = Math.abs(ours[name] - value) / Math.max(1, Math.abs(value));
    return off <= tolerance(name) ? [] : [`${name}: ${ours[name]} for ${value}`];
  });
}

function numbered(name: string, values: ArrayLike<number>): Record<string, number> {
  return Object.fromEntries(Array.from(values, (value, index) => [`${name}[${index}]`, value]));
}

const manyNumbered = (values: Record<string, ArrayLike<number>>) =>
  Object.assign({}, ...Object.entries(values).map(([name, list]) => numbered(name, list))) as Record<
    string,
    number
  >;

function named(problem: Trained, index: number): string {
  const { kinds, body, outputs, steps, perStep, weighted, classWeight, optimizer } = problem;
  const parts = [
    `${outputs.map(({ loss, units, sparse }, at) => `${kinds[at]} × ${units} by ${loss}${sparse ? " of indices" : ""}`).join(" and ")}`,
    steps && `${perStep ? "for each" : "after the last"} of ${steps} ${body.masked ? "or fewer " : ""}steps`,
    weighted && `weights of ${weighted}`,
    classWeight && `${classWeight === "balanced" ? "balanced " : ""}classes`,
    optimizer[0],
  ];
  return `drawn problem ${index}: ${parts.filter(Boolean).join(", ")}`;
}

describe("trained as Keras trains it, measured as scikit-learn measures", () => {
  test.each(drawn.trained.map((problem, index) => [named(problem, index), problem, index] as const))(
    "%s",
    async (_, problem, index) => {
      const model = networkOf(problem);
      const names = Object.fromEntries(model.outputNames.map((name, at) => [name, `out${at}`]));
      const plain = (name: string) =>
        Object.entries(names).reduce((all, [from, to]) => all.replace(from, to), name);
      const other = examplesOf(problem, problem.other);
      const options = fitOptionsOf(problem);
      const history = await fit(model, examplesOf(problem, problem.data), {
        ...options,
        validation: other,
        compile: index % 6 === 0 ? "graph" : "eager",
      });
      const logs = Object.fromEntries(
        Object.entries(history.history).map(([name, values]) => [plain(name), values]),
      );
      const last = Object.fromEntries(Object.entries(logs).map(([name, values]) => [name, values.at(-1)!]));
      const { loss, metrics } = options;
      const evaluated = await evaluate(model, other, { loss, metrics, batchSize: 4, compile: "eager" });
      const weights = model.getWeights().map((weight) => weight.dataSync());
      const found = {
        losses: differences(manyNumbered(logs), manyNumbered(problem.losses)),
        last: metrics!.length > 0 ? differences(last, problem.last) : [],
        weights: differences(manyNumbered({ ...weights }), manyNumbered({ ...problem.end })),
        evaluated: metrics!.length > 0 ? differences(evaluated, problem.measured) : [],
      };
      expect(found).toEqual({ losses: [], last: [], weights: [], evaluated: [] });
      model.dispose();
    },
  );
});

describe("measured alone", () => {
  test.each(
    drawn.measured.map((problem, index) => {
      const { kinds, outputs, extreme, data } = problem;
      return [
        `drawn predictions ${index}: ${data.rows} of ${kinds[0]} × ${outputs[0].units}, extreme: ${extreme}`,
        problem,
      ] as const;
    }),
  )("%s", async (_, problem) => {
    const { units, activation } = problem.outputs[0];
    const model = tf.sequential({ layers: [tf.layers.activation({ activation, inputShape: [units] })] });
    const examples = examplesOf(problem, problem.data);
    const { batchSize } = problem;
    const ours = await evaluate(model, examples, {
      loss: lossOf(problem),
      metrics: metricsOf(problem),
      batchSize,
      compile: "eager",
    });
    expect(differences(ours, problem.measured)).toEqual([]);
  });
});
