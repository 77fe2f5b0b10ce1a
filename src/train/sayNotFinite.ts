import * as tf from "@tensorflow/tfjs";
import type { Training } from "./training";

/** Says after a fit which weights are not finite: where every loss was a number, nothing else shows it. */
export function sayNotFinite({ parts, history }: Training): void {
  const { parameters, names } = parts.objective;
  if (parameters.length === 0) return;
  const fine = tf.tidy(() =>
    tf.stack(parameters.map((one) => tf.all(tf.isFinite(one.toFloat())))).dataSync(),
  );
  const bad = names.filter((_, index) => !fine[index]);
  if (bad.length === 0) return;
  const first = history.stepLoss.findIndex((loss) => !Number.isFinite(loss));
  const why =
    first < 0
      ? "though every loss was: a gradient was not, as that of norm(), sqrt() or a division at 0; keep what stands below them above 0"
      : `and from step ${first + 1} on the loss is ${history.stepLoss[first]}; callbacks.terminateOnNaN() ends a fit there, and names what went bad first`;
  console.warn(`fit: ${bad.join(", ")} ${bad.length > 1 ? "are" : "is"} not finite after training, ${why}`);
}
