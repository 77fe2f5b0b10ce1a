import * as tf from "@tensorflow/tfjs";
import { OptionError, ShapeError } from "../../core/index";
import { checkWeightOnce } from "../batches/sourceOf";
import { toTensor, type Values } from "../batches/values";
import type { Rowed } from "./rowed";

/**
 * The weights of chosen examples, out of those of all.
 *
 * @throws ShapeError `crossValidate: sampleWeight must have one for each of the 150 examples, got [100]`
 */
export function weightsOfRows(
  where: string,
  weights: Values | undefined,
  { rows, of }: { rows: ArrayLike<number>; of: Pick<Rowed, "length" | "weighted"> },
): Values | undefined {
  if (weights === undefined) return undefined;
  checkWeightOnce(where, of.weighted, weights);
  const { tensor, made } = toTensor(where, "sampleWeight", weights);
  try {
    if (tensor.shape[0] !== of.length) {
      const required = `sampleWeight must have one for each of the ${of.length} examples`;
      throw new ShapeError({ where, required, got: `[${tensor.shape.join(", ")}]` });
    }
    const values = tf.tidy(() => tf.gather(tensor, Array.from(rows)).toFloat().dataSync<"float32">());
    return { values, shape: [rows.length, ...tensor.shape.slice(1)] };
  } finally {
    if (made) tensor.dispose();
  }
}

/** Refuses weights where the rows of each fit are drawn behind the scenes. */
export function refuseWeights(where: string, weights: Values | undefined): void {
  if (weights === undefined) return;
  const required = "fit must have no sampleWeight, as the rows of each run are drawn from its seed";
  throw new OptionError({ where, required, remedy: "use classWeight, or crossValidate" });
}
