import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import ts from "typescript";
import { sgd } from "../../src/optim/index";
import { fit, type FitOptions } from "../../src/train/index";
import { line, linearUnit } from "./models";
import { readOnly, selfMade, type ChangingKind } from "./changingKinds";
import { reset as resetModule, shared, tick } from "./countingModule";

const quiet = jest.spyOn(console, "log").mockImplementation(() => {});
afterAll(() => quiet.mockRestore());

const errors = (truth: tf.Tensor, output: tf.Tensor) => truth.sub(output).square().mean(-1);

type Made = Required<Pick<FitOptions, "loss" | "callbacks">> & { reset: () => void };

function madeFrom({ code, between = "const callbacks = [];" }: ChangingKind): Made {
  const given = { errors, tick, shared, resetModule };
  const script = ts.transpile(`${code}\n${between}`, { target: ts.ScriptTarget.ESNext });
  const make = new Function(...Object.keys(given), `${script}\nreturn { loss, callbacks, reset };`) as (
    ...all: unknown[]
  ) => Made;
  return make(...Object.values(given));
}

async function run({ loss, callbacks, reset }: Made, compile: FitOptions["compile"]) {
  reset();
  const options: FitOptions = { optimizer: sgd({ learningRate: 0.05 }), epochs: 10, batchSize: 16, seed: 2 };
  const { stepLoss, compiled } = await fit(linearUnit(), line(), { ...options, loss, callbacks, compile });
  return { stepLoss, compiled };
}

test.each(readOnly.map((kind) => [kind.title, kind] as const))("%s arrives in a graph", async (_, kind) => {
  const made = madeFrom(kind);
  const eager = await run(made, "eager");
  const graph = await run(made, "graph");
  expect(graph.compiled).toMatchObject({ mode: "graph", why: "graph was asked for" });
  graph.stepLoss.forEach((loss, step) => expect(loss).toBeCloseTo(eager.stepLoss[step], 5));
});

test.each(selfMade.map((kind) => [kind.title, kind] as const))("%s goes on counting", async (_, kind) => {
  const made = madeFrom(kind);
  const eager = await run(made, "eager");
  const graph = await run(made, "graph");
  expect(graph.compiled.why).toBe(`eager, because the loss changes ${kind.changes}, which is outside of it`);
  expect(graph.stepLoss).toEqual(eager.stepLoss);
});
