import type * as tf from "@tensorflow/tfjs";
import { OptionError, checkOneOf } from "../../core/index";
import type { Loss } from "../losses/loss";
import type { OutputKind } from "../metrics/metric";
import { headOf, type Head } from "./head";

/** What a person may say of an output's values where neither loss nor last layer does. */
export type OutputOption =
  "logits" | "probabilities" | "multiLabelLogits" | "multiLabelProbabilities" | "margins" | "numbers";

const options: readonly OutputOption[] = [
  "logits",
  "probabilities",
  "multiLabelLogits",
  "multiLabelProbabilities",
  "margins",
  "numbers",
];

/** What an output is, and how its values become what metrics see. */
export interface OutputForm {
  kind: OutputKind;
  /** What makes probabilities of its values, for metrics. */
  activation?: "softmax" | "sigmoid";
  /** The last activation, where it is left out for the loss. */
  head?: Head;
}

/** What is known of an output besides the model. */
export interface KnownOfOutput {
  where: string;
  loss: Loss;
  /** What a person said. */
  asked?: OutputOption;
  /** Whether each example has one class. */
  oneClass: boolean;
}

/**
 * What an output is: as its loss takes it, else as its last activation makes it, else as was said.
 *
 * @throws OptionError where what was said contradicts loss or last layer
 */
export function outputForm(model: tf.LayersModel, index: number, known: KnownOfOutput): OutputForm {
  const { where, loss, asked } = known;
  if (asked !== undefined) checkOneOf(where, "kind of outputs", asked, options);
  const head = headOf(model, index);
  if (loss.activation) return formForLogits(head, known);
  const units = model.outputs[index].shape.at(-1)!;
  if (asked) return formAsAsked(head, units, known);
  if (loss.name === "hinge") return { kind: "margins" };
  if (head.activation === "softmax") return { kind: units > 1 ? "classes" : "labels" };
  if (head.activation === "sigmoid") return { kind: units > 1 && known.oneClass ? "classes" : "labels" };
  if (loss.name === "kullbackLeiblerDivergence") return { kind: units > 1 ? "classes" : "labels" };
  return { kind: loss.own ? "unknown" : "numbers" };
}

function formForLogits(head: Head, { where, loss, asked }: KnownOfOutput): OutputForm {
  const activation = loss.activation!;
  const kind = activation === "softmax" ? "classes" : "labels";
  checkHead(where, loss, head);
  const is = head.activation === "linear" ? "logits" : "probabilities";
  const isLabels = asked?.startsWith("multiLabel") && kind === "labels";
  if (asked && asked !== is && !(isLabels && asked.toLowerCase().endsWith(is))) {
    const required = `with ${loss.name} an output that ends in ${head.activation} is ${is}`;
    throw new OptionError({ where, required, got: `outputs: "${asked}"` });
  }
  return head.activation === "linear" ? { kind, activation } : { kind, activation, head };
}

function checkHead(where: string, loss: Loss, head: Head): void {
  if (head.activation === "linear" || head.activation === loss.activation) return;
  throw new OptionError({
    where,
    required: `with ${loss.name} the output must end in ${loss.activation} or in no activation (logits)`,
    got: head.activation,
    remedy:
      loss.activation === "softmax"
        ? "use binaryCrossentropy for one sigmoid unit per question"
        : "use categoricalCrossentropy for classes",
  });
}

function formAsAsked(head: Head, units: number, { where, asked }: KnownOfOutput): OutputForm {
  const several = units > 1 && !asked!.startsWith("multiLabel");
  if (asked === "margins" || asked === "numbers") return { kind: asked };
  const kind = several ? "classes" : "labels";
  if (asked === "probabilities" || asked === "multiLabelProbabilities") return { kind };
  if (head.activation !== "softmax" && head.activation !== "sigmoid")
    return { kind, activation: several ? "softmax" : "sigmoid" };
  const required = `an output that ends in ${head.activation} is probabilities`;
  throw new OptionError({ where, required, got: `outputs: "${asked}"` });
}
