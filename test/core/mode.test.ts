import fc from "fast-check";
import { isMaximized } from "../../src/classic/xgboost/options";
import { bestAt, knownMode, modeOf } from "../../src/core/index";

const higher = [
  "accuracy",
  "val_accuracy",
  "acc",
  "top3",
  "topK",
  "top_5_accuracy",
  "auc",
  "f1",
  "F1-score",
  "kappa",
  "mcc",
];
const rising = [
  "specificity",
  "dice",
  "Dice coefficient",
  "iou",
  "psnr",
  "ssim",
  "ndcg",
  "ndcg@10",
  "recall@5",
  "r2",
  "R²",
];
const falling = [
  "loss",
  "val_loss",
  "mape",
  "mae",
  "mse",
  "rmse",
  "logLoss",
  "brierScore",
  "brier_score",
  "perplexity",
  "fid",
];

test.each([...higher, ...rising])("a higher %s is better", (name) => {
  expect(modeOf("here", name)).toBe("max");
});

test.each([
  ...falling,
  "price_mape",
  "accident_loss",
  "val_head_2_mae",
  "test/accuracy_loss",
  "wer",
  "meanAbsoluteError",
])("a lower %s is better", (name) => {
  expect(modeOf("here", name)).toBe("min");
});

test("a scorer's neg turns its error round", () => {
  expect(modeOf("here", "negMeanSquaredError")).toBe("max");
  expect(modeOf("here", "neg_log_loss")).toBe("max");
  expect(modeOf("here", "negative_log_likelihood")).toBe("min");
});

test.each([
  "surprise",
  "accident",
  "mapping",
  "scorecard",
  "interaction",
  "factor",
  "wideness",
  "gradNorm",
  "score",
])("%s is no name that the field has a meaning for, so it is asked for", (name) => {
  expect(knownMode(name)).toBeUndefined();
  expect(() => modeOf("here", name)).toThrow(
    `here: it must be known whether a lower or a higher "${name}" is better; give {mode: "min"} or {mode: "max"}`,
  );
});

test("what a person says comes first, then the metric, then the name", () => {
  expect(modeOf("here", "val_accuracy", { mode: "min", modes: { accuracy: "max" } })).toBe("min");
  expect(modeOf("here", "val_accuracy", { modes: { accuracy: "min" } })).toBe("min");
  expect(modeOf("here", "val_accuracy", { mode: "auto", modes: {} })).toBe("max");
  expect(knownMode("constructor")).toBeUndefined();
});

test("the best value is the first finite one that none is better than", () => {
  expect(bestAt("min", [NaN, 3, 1, 1, -Infinity])).toBe(2);
  expect(bestAt("max", [NaN, 3, 1, 3, Infinity])).toBe(1);
  expect(bestAt("max", [NaN])).toBe(-1);
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
      expect(values[bestAt("max", values)]).toBe(Math.max(...values));
      expect(values[bestAt("min", values)]).toBe(Math.min(...values));
    }),
  );
});

test("of XGBoost's metrics mape is not a kind of map", () => {
  expect(["auc", "aucpr", "map", "map@3", "map-", "ndcg@5-", "pre@2"].every(isMaximized)).toBe(true);
  expect(["mape", "mae", "rmse", "logloss", "mlogloss", "error@0.7", undefined].some(isMaximized)).toBe(
    false,
  );
});
