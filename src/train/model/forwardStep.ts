import type * as tf from "@tensorflow/tfjs";
import { compile, type CompiledStep, type StepMode } from "../../compile/index";
import { ownLayerCode, ruleOf } from "../ownCode";
import { sayOnce } from "../stepMode";
import { configurationOf } from "./configuration";
import { forward } from "./forward";

interface Kept {
  step: CompiledStep;
  /** The model's outputs when it was made: another layer, added later, changes them. */
  outputs: tf.SymbolicTensor[];
  /** What its layers were set to at the newest call. */
  settings: string;
}

const steps = new WeakMap<tf.LayersModel, Map<string, Kept>>();

/**
 * A model's way forward, without training, compiled: kept with the model, so that one prediction after the other is fast.
 *
 * It is freed when the model is disposed.
 */
export function forwardStep(model: tf.LayersModel, mode: StepMode | "auto"): CompiledStep {
  const ofModel = steps.get(model) ?? keepWith(model);
  const kept = ofModel.get(mode);
  const own = ruleOf(ownLayerCode(model));
  const { settings } = configurationOf(model);
  if (kept && (own.any || kept.settings !== settings)) kept.step.recheck();
  if (kept?.outputs === model.outputs) {
    kept.settings = settings;
    return kept.step;
  }
  kept?.step.dispose();
  const run = (inputs: tf.Tensor[]) => forward(model, inputs, { training: false });
  const step = compile(run, {
    mode,
    whyEager: own.whyEager,
    watch: own.watch,
    name: "predict",
    onFallback: sayOnce,
  });
  ofModel.set(mode, { step, outputs: model.outputs, settings });
  return step;
}

function keepWith(model: tf.LayersModel): Map<string, Kept> {
  const kept = new Map<string, Kept>();
  steps.set(model, kept);
  const { dispose } = model;
  model.dispose = () => {
    for (const { step } of kept.values()) step.dispose();
    steps.delete(model);
    model.dispose = dispose;
    return model.dispose();
  };
  return kept;
}
