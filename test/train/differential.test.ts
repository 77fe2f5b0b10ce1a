import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { evaluate, fit } from "../../src/train/index";
import {
  drawn,
  examplesOf,
  fitOptionsOf,
  lossOf,
  metricsOf,
  networkOf,
  type Measured,
  type Trained,
} from "./drawn";

type Numbers = Record<string, number>;

/** What of ours is farther than 1e-5 from what was recorded; what is not defined was recorded as null. */
function differences(ours: Numbers, recorded: Record<string, number | null>): string[] {
  return Object.entries(recorded).flatMap(([name, value]) => {
    if (value === null) return [];
    const off = Math.abs(ours[name] - value) / Math.max(1, Math.abs(value));
    return off <= 1e-5 ? [] : [`${name}: ${ours[name]} for ${value}`];
  });
}

/** Lists of numbers as one record. */
function numbered(lists: Record<string, ArrayLike<number>> | ArrayLike<number>[]): Numbers {
  const entries = Object.entries(lists).flatMap(([name, list]) =>
    Array.from(list, (value, at) => [`${name}[${at}]`, value]),
  );
  return Object.fromEntries(entries) as Numbers;
}

/** Logs with the outputs called as the corpus calls them. */
function renamed<T>(model: tf.LayersModel, logs: Record<string, T>): Record<string, T> {
  const rename = (name: string) =>
    model.outputNames.reduce((all, output, at) => all.replace(output, `out${at}`), name);
  return Object.fromEntries(Object.entries(logs).map(([name, value]) => [rename(name), value]));
}

/** A problem in words. */
function described(problem: Trained, at: number): string {
  const { kinds, body, outputs, steps, perStep, weighted, classWeight, accumulate, optimizer } = problem;
  const truths = outputs.map(({ loss, units, sparse }, index) =>
    [`${units} ${kinds[index]} by ${loss}`, ...(sparse ? ["of indices"] : [])].join(" "),
  );
  const parts = [
    truths.join(" and "),
    steps && `${perStep ? "at each" : "at the end"} of ${steps}${body.masked ? " or fewer" : ""} steps`,
    weighted && `weights of ${weighted}`,
    classWeight && `${classWeight === "balanced" ? "balanced" : "weighted"} classes`,
    body.normed && "batch norm",
    accumulate && `${accumulate} batches gathered`,
    optimizer[0],
  ];
  return `${at}: ${parts.filter(Boolean).join(", ")}`;
}

describe("a drawn problem is trained as Keras trains it, and measured as scikit-learn measures", () => {
  test.each(drawn.trained.map((problem, at) => [described(problem, at), problem, at] as const))(
    "%s",
    async (_, problem, at) => {
      const model = networkOf(problem);
      const other = examplesOf(problem, problem.other);
      const options = fitOptionsOf(problem);
      const data = examplesOf(problem, problem.data);
      const compile = at % 6 === 0 ? "graph" : "eager";
      const history = await fit(model, data, { ...options, validation: other, compile });
      const { loss } = options;
      const metrics = metricsOf(problem);
      const evaluated = await evaluate(model, other, { loss, metrics, batchSize: 4, compile: "eager" });
      const weights = model.getWeights().map((weight) => weight.dataSync());
      const measures = metrics.length > 0;
      expect({
        losses: differences(numbered(renamed(model, history.history)), numbered(problem.losses)),
        weights: differences(numbered(weights), numbered(problem.end)),
        lastEpoch: measures ? differences(renamed(model, history.last), problem.last) : [],
        evaluated: measures ? differences(renamed(model, evaluated), problem.measured) : [],
      }).toEqual({ losses: [], weights: [], lastEpoch: [], evaluated: [] });
      model.dispose();
    },
  );
});

describe("drawn predictions are measured as scikit-learn measures", () => {
  const inWords = ({ kinds, outputs, extreme, data }: Measured) =>
    `${data.rows} rows of ${outputs[0].units} ${kinds[0]}${extreme === "none" ? "" : `, ${extreme}`}`;
  test.each(drawn.measured.map((problem, at) => [`${at}: ${inWords(problem)}`, problem] as const))(
    "%s",
    async (_, problem) => {
      const { units, activation } = problem.outputs[0];
      const model = tf.sequential({ layers: [tf.layers.activation({ activation, inputShape: [units] })] });
      const { batchSize } = problem;
      const [loss, metrics] = [lossOf(problem), metricsOf(problem)];
      const examples = examplesOf(problem, problem.data);
      const ours = await evaluate(model, examples, { loss, metrics, batchSize, compile: "eager" });
      expect(differences(ours, problem.measured)).toEqual([]);
    },
  );
});
