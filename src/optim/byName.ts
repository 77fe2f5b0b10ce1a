import { OptionError, checkOneOf, shown, checkNoOptions } from "../core/index";
import type { Optimizer } from "./optimizer";
import * as optimizers from "./optimizers";

/**
 * The optimiser itself, or the one of a name with its defaults.
 *
 * ```ts
 * optimizerOf("fit", "adam"); // adam()
 * ```
 *
 * @throws OptionError `fit: unknown optimizer "adma"; did you mean "adam"?`
 */
export function optimizerOf(where: string, optimizer: string | Optimizer, ...none: []): Optimizer {
  checkNoOptions("optimizerOf", none);
  if (typeof optimizer === "string") {
    const names = Object.keys(optimizers) as (keyof typeof optimizers)[];
    return optimizers[checkOneOf(where, "optimizer", optimizer, names)]();
  }
  if (typeof optimizer?.update === "function" && optimizer.rates) return optimizer;
  throw new OptionError({
    where,
    required: "optimizer must be a name or one of optim's optimisers",
    got: describe(optimizer),
    remedy:
      typeof optimizer === "function"
        ? "call it, for example optim.adam()"
        : "for tf.train.adam(0.01) write optim.adam({learningRate: 0.01})",
  });
}

function describe(value: unknown): string {
  if (typeof value === "function") return `the function ${value.name}`;
  const made =
    typeof value === "object" && value !== null ? (value.constructor as { name?: string }) : undefined;
  return made?.name ?? shown(value);
}
