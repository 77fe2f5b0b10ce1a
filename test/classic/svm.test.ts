import { SVC, SVR, type SvcOptions } from "../../src/classic/index";
import { trainSvm } from "../../src/classic/svm/libsvm";
import { names, offBy, reference, scaledParts } from "./reference";

const kernels: Record<string, SvcOptions> = {
  rbf: { C: 10 },
  linear: { kernel: "linear", C: 0.5 },
  poly: { kernel: "poly", degree: 2, coef0: 1, gamma: "auto" },
  sigmoid: { kernel: "sigmoid", gamma: 0.01, coef0: -0.5 },
};

describe.each(Object.keys(kernels))("SVC with kernel %s", (kernel) => {
  test.each(names)("has libsvm's decision values and scikit-learn's classes on %s", async (set) => {
    const { x, y, testX, testY } = await scaledParts(set);
    const model = await SVC({ ...kernels[kernel], tol: 1e-8 }).fit(x, y);
    const expected = reference.SVC[kernel][set];
    expect(Array.from(await model.predict(testX))).toEqual(expected.predictions);
    expect(await model.score(testX, testY)).toBeCloseTo(expected.score, 12);
    expect(Array.from(model.supportCounts)).toEqual(expected.supportCounts);
    expect(offBy((await model.decisionFunction(testX)).slice(0, 20), expected.decisions)).toBeLessThan(1e-6);
    const pairwise = await SVC({ ...kernels[kernel], tol: 1e-8, decisionFunctionShape: "ovo" }).fit(x, y);
    const pairs = (await pairwise.decisionFunction(testX)).slice(0, 20);
    expect(offBy(pairs, expected.pairs)).toBeLessThan(1e-6);
  });
});

test.each(names)("SVR has libsvm's predictions on %s", async (set) => {
  const { x, y, testX, testY } = await scaledParts(set);
  const model = await SVR({ C: 2, epsilon: 0.05, tol: 1e-8 }).fit(x, y);
  const expected = reference.SVR[set];
  expect(offBy((await model.predict(testX)).slice(0, 20), expected.predictions)).toBeLessThan(1e-6);
  expect(await model.score(testX, testY)).toBeCloseTo(expected.score, 6);
  expect(model.support).toHaveLength(expected.supportCount);
});

test("the order of the rows does not change how the classes are counted", async () => {
  const { x, y, testX } = await scaledParts("iris");
  const forwards = await SVC().fit(x, y);
  const backwards = await SVC().fit(x.slice().reverse(), y.slice().reverse());
  expect(Array.from(backwards.classes)).toEqual([0, 1, 2]);
  expect(Array.from(await backwards.predict(testX))).toEqual(Array.from(await forwards.predict(testX)));
});

test("data that do not fit into WebAssembly's memory are refused in words", () => {
  const x = { rows: 100_000, columns: 3000, values: new Float64Array(0) };
  const kernel = { name: "linear", degree: 3, gamma: 1, coef0: 0 } as const;
  const task = { type: "classes", kernel, C: 1, epsilon: 0, tol: 1e-3, cacheSize: 200 } as const;
  expect(() => trainSvm("SVC.fit", x, new Float64Array(0), task)).toThrow(
    "SVC.fit: the training rows must fit into WebAssembly's 4 GB, got [100000, 3000]; take fewer rows",
  );
});
