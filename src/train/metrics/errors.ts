import { checkNoOptions } from "../../core/index";
import { abs, squaredDifference, sub, tidy } from "@tensorflow/tfjs";
import { meanOverUnits } from "../losses/loss";
import type { Metric } from "./metric";
import { weightedMean } from "./weightedMean";

/** Mean absolute error. */
export function mae(...none: []): Metric {
  checkNoOptions("mae", none);
  return weightedMean({ name: "mae", mode: "min" }, ({ truth, prediction }) =>
    tidy(() => meanOverUnits(abs(sub(truth, prediction)))),
  );
}

/** Mean squared error. */
export function mse(...none: []): Metric {
  checkNoOptions("mse", none);
  return weightedMean({ name: "mse", mode: "min" }, ({ truth, prediction }) =>
    tidy(() => meanOverUnits(squaredDifference(truth, prediction))),
  );
}
