import { DataError } from "../../core/index";

/**
 * Checks that every value is a probability.
 *
 * @throws DataError `calibration: probabilities must be in [0, 1], got 3.2 at [0]; apply a sigmoid or softmax first`
 */
export function checkProbabilities(where: string, values: ArrayLike<number>): void {
  for (let at = 0; at < values.length; at++) {
    if (values[at] >= 0 && values[at] <= 1) continue;
    throw new DataError({
      where,
      required: "probabilities must be in [0, 1]",
      got: `${values[at]} at [${at}]`,
      remedy: "apply a sigmoid or softmax first",
    });
  }
}
