import * as classic from "../../src/classic/index";
import type { FitExtras, Matrix, Predictor } from "../../src/classic/index";
import { fromArrays } from "../../src/data/index";

const { logisticRegression, makePipeline, minMaxScaler, pca, pipeline, ridge, standardScaler, SVC } = classic;
const x = Array.from({ length: 9 }, (_, row) => [row, (row * row) % 5]);
const y = [0, 0, 1, 0, 1, 1, 0, 1, 1];
const three = [0, 1, 2, 0, 1, 2, 0, 1, 2];
const said = (message: string) => expect.objectContaining({ message });

/** A regressor that keeps what it is given, and predicts the sum of a row's features. */
class Keeping extends classic.Regressor<{ start: number }> {
  static seen: { x: number[]; y: number[]; extras: FitExtras }[] = [];
  static disposed = 0;

  constructor(params: { start?: number } = {}) {
    super("keeping", { start: 0, ...params });
  }

  override dispose(): void {
    super.dispose();
    Keeping.disposed++;
  }

  protected override get acceptsEvalSet(): boolean {
    return true;
  }

  protected override learn({ values }: Matrix, y: Float64Array, extras: FitExtras): void {
    Keeping.seen.push({ x: [...values], y: [...y], extras });
  }

  protected override apply({ rows, columns, values }: Matrix): Float64Array {
    return Float64Array.from({ length: rows }, (_, row) =>
      values
        .subarray(row * columns, (row + 1) * columns)
        .reduce((sum, value) => sum + value, this.params.start),
    );
  }
}

describe("a pipeline", () => {
  test("gives each step what the one before makes of the rows, in fit, predict and score", async () => {
    Keeping.seen = [];
    const model = pipeline({
      halve: minMaxScaler({ featureRange: [0, 5] }),
      last: new Keeping({ start: 1 }),
    });
    const evalSet = { x: [[5, 0], [20, 30]], y: [7, 8] }; // prettier-ignore
    await model.fit([[0, 0], [10, 10]], [3, 4], { evalSet }); // prettier-ignore
    expect(Keeping.seen[0]).toMatchObject({ x: [0, 0, 5, 5], y: [3, 4] });
    const watched = Keeping.seen[0].extras.evalSet!;
    expect((watched.x as Float64Array[]).map((row) => [...row])).toEqual([[2.5, 0], [10, 15]]); // prettier-ignore
    expect(watched.y).toEqual([7, 8]);
    expect([...(await model.predict([[2, 4]]))]).toEqual([1 + 1 + 2]);
    // The truth 1, 5 and 3 + 1: of Σ (y − 3)² = 8 the prediction leaves 4.
    expect(await model.score([[0, 0], [4, 4]], [1, 5])).toBe(1); // prettier-ignore
    expect(await model.score(fromArrays({ x: [[0, 0], [4, 4]], targets: [1, 3] }))).toBe(1 - 4 / 2); // prettier-ignore
    Keeping.seen = [];
    const set = fromArrays({ x: [[0, 0], [10, 10]], targets: [3, 4] }); // prettier-ignore
    await model.fit(set, undefined, { evalSet: { x: set } });
    expect([...(Keeping.seen[0].extras.evalSet!.y as Float32Array)]).toEqual([3, 4]);
    await model.fit(set);
    expect(Keeping.seen[1].extras).toEqual({ evalSet: undefined });
  });

  test("works on copies of its steps, which it frees", async () => {
    const [scale, last] = [standardScaler(), new Keeping()];
    const model = await pipeline({ scale, last }).fit(x, y);
    expect([scale.isFitted, last.isFitted, model.isFitted]).toEqual([false, false, true]);
    expect(Object.keys(model.steps)).toEqual(["scale", "last"]);
    expect([...(model.steps.scale as classic.StandardScaler).mean]).toEqual([4, 19 / 9]);
    expect(model.last).toBe(model.steps.last);
    const clone = model.clone();
    expect([clone.isFitted, clone.steps.scale.isFitted, model.isFitted]).toEqual([false, false, true]);
    Keeping.disposed = 0;
    const { steps } = model;
    model.dispose();
    expect([model.isFitted, steps.scale.isFitted, steps.last.isFitted]).toEqual([false, false, false]);
    expect(Keeping.disposed).toBe(1);
    await model.fit(x, y);
    const before = model.steps.scale;
    model.setParams({ last__start: 2 });
    expect([model.isFitted, before.isFitted]).toEqual([false, false]);
  });

  test("has its steps and their parameters as its own, at any depth", () => {
    const inner = makePipeline(pca({ nComponents: 1 }), logisticRegression());
    const model = pipeline({ scale: minMaxScaler(), inner });
    expect(Object.keys(model.getParams())).toEqual([
      ...["scale", "scale__featureRange", "scale__clip", "inner", "inner__pca", "inner__pca__nComponents"],
      ...["inner__pca__whiten", "inner__logisticRegression", "inner__logisticRegression__C"],
      ...["inner__logisticRegression__fitIntercept", "inner__logisticRegression__maxIter"],
      "inner__logisticRegression__tol",
    ]);
    // The new step is set before its parameter, whichever is named first.
    model.setParams({
      inner__pca__nComponents: 2,
      inner__pca: pca({ whiten: true }),
      scale__withStd: false,
      scale: standardScaler(),
    });
    expect(model.getParams()).toMatchObject({
      inner__pca__nComponents: 2,
      inner__pca__whiten: true,
      scale__withStd: false,
      scale__withMean: true,
    });
    expect(inner.getParams()).toMatchObject({ pca__nComponents: 1, pca__whiten: false });
    expect(model.kind).toBe("classifier");
    model.setParams({ inner: ridge() });
    expect(model.kind).toBe("regressor");
  });

  test("of makePipeline has steps by the functions that made them, with numbers from the second on", () => {
    const model = makePipeline(pca(), standardScaler(), pca(), pca(), SVC());
    expect(Object.keys(model.steps)).toEqual(["pca", "standardScaler", "pca2", "pca3", "SVC"]);
  });

  test("says what it cannot be made of", () => {
    const wrong: [() => unknown, string][] = [
      [() => pipeline({}), "pipeline: there must be at least one step"],
      [() => makePipeline(), "pipeline: there must be at least one step"],
      [() => pipeline(undefined as never), "pipeline: there must be at least one step"],
      [
        () => pipeline({ scale: standardScaler() }),
        'pipeline: step "scale" must be a classifier or regressor, being the last, got standardScaler',
      ],
      [() => pipeline({ a: ridge(), b: ridge() }), 'pipeline: step "a" must be a transformer, got ridge'],
      [
        () => pipeline({ a: 7 as never }),
        'pipeline: step "a" must be a classifier or regressor, being the last, got number',
      ],
      [
        () => pipeline({ a: "x" as never, b: ridge() }),
        'pipeline: step "a" must be a transformer, got string',
      ],
      ...["1", "a__b", "_a", "a-b", ""].map((name): [() => unknown, string] => [
        () => pipeline({ [name]: ridge() }),
        `pipeline: a step's name must be a letter, then letters, digits and single _, got "${name}"`,
      ]),
      [
        () => pipeline({ svc: SVC() }).setParams({ svm: SVC() }),
        'pipeline: unknown parameter "svm"; did you mean "svc"?',
      ],
      [
        () => pipeline({ svc: SVC() }).setParams({ other__C: 1 }),
        'pipeline: unknown parameter "other__C"; known: svc, svc__C, svc__kernel, svc__degree, svc__gamma, svc__coef0, svc__tol, svc__cacheSize, svc__decisionFunctionShape',
      ],
      [
        () => pipeline({ svc: SVC() }).setParams({ svc: standardScaler() }),
        'pipeline: step "svc" must be a classifier or regressor, being the last, got standardScaler',
      ],
    ];
    for (const [make, message] of wrong) expect(make).toThrow(said(message));
    for (const name of ["a", "A1", "a_b", "a_1_b"])
      expect(Object.keys(pipeline({ [name]: ridge() }).steps)).toEqual([name]);
    const model = pipeline({ svc: SVC({ C: 3 }) });
    expect(() => model.setParams({ svc__C: -1 })).toThrow("SVC: C must be in (0, ∞), got -1");
    expect(model.getParams()).toMatchObject({ svc__C: 3 });
  });

  test("says by its own name what it is asked too early, too wide or in vain", async () => {
    const model = makePipeline(standardScaler(), ridge());
    const asked = ["predict", "score", "predictProba", "decisionFunction"] as const;
    for (const what of asked)
      await expect(model[what](x, y)).rejects.toThrow(
        said(`pipeline.${what}: the estimator must be fitted first; await pipeline.fit(…)`),
      );
    await model.fit(x, y);
    for (const what of asked)
      await expect(model[what]([[1]], [1])).rejects.toThrow(
        said(`pipeline.${what}: x must have 2 features, as in fit, got 1`),
      );
    for (const what of ["predictProba", "decisionFunction"] as const)
      await expect(model[what](x)).rejects.toThrow(
        said(`pipeline.${what}: the estimator must have ${what}, got ridge`),
      );
    expect(() => model.classes).toThrow(
      said("pipeline.classes: the last step must be a classifier, got ridge"),
    );
    expect(() => makePipeline(SVC()).classes).toThrow(
      said("SVC.classes: the estimator must be fitted first; await SVC.fit(…)"),
    );
    await expect(model.fit(x)).rejects.toThrow(
      said(
        "pipeline.fit: y must be an array of numbers, [rows], got undefined; pipeline.fit(x, y), or a data set alone",
      ),
    );
    await expect(model.fit([[Infinity, 0]], [1])).rejects.toThrow("x must be finite, got Infinity at [0, 0]");
  });

  test("answers as its last step does with the rows that reach it", async () => {
    const scaled = await standardScaler().fitTransform(x);
    const alone = await logisticRegression().fit(scaled, three);
    const model = await makePipeline(standardScaler(), logisticRegression()).fit(x, three);
    expect(await model.predictProba(x)).toEqual(await alone.predictProba(scaled));
    expect(await model.decisionFunction(x)).toEqual(await alone.decisionFunction(scaled));
    expect([...model.classes]).toEqual([0, 1, 2]);
    expect(await classic.scorers.rocAuc(model, x, three)).toBe(
      await classic.scorers.rocAuc(alone, scaled, three),
    );
    expect(await classic.scorers.negLogLoss(model, x, three)).toBe(
      await classic.scorers.negLogLoss(alone, scaled, three),
    );
  });
});

describe("a scorer", () => {
  const names = Object.keys(classic.scorers) as classic.ScorerName[];
  const ofNumbers = ["r2", "negMeanSquaredError", "negRootMeanSquaredError", "negMeanAbsoluteError"];

  test("of numbers is what its name says", async () => {
    const model = await ridge({ alpha: 0 }).fit([[0], [1]], [0, 1]);
    const scores = async (truth: number[]) =>
      Promise.all(ofNumbers.map((name) => classic.scorers[name as "r2"](model, [[1], [2], [4], [5]], truth)));
    // Errors 2, −1, 0 and 3 of predictions 1, 2, 4, 5; Σ (y − 4)² = 1 + 9 + 0 + 16.
    const [r2, mse, rmse, mae] = await scores([3, 1, 4, 8]);
    expect(r2).toBeCloseTo(1 - 14 / 26, 12);
    expect(mse).toBeCloseTo(-14 / 4, 12);
    expect(rmse).toBeCloseTo(-Math.sqrt(14 / 4), 12);
    expect(mae).toBeCloseTo(-6 / 4, 12);
    expect(await model.score([[1], [2], [4], [5]], [3, 1, 4, 8])).toBeCloseTo(1 - 14 / 26, 12);
  });

  test("of probabilities counts a class that has none, or that fit never saw, as the least number", async () => {
    const rows = [[0.25, 0.75], [1, 0], [0.5, 0.5]].map((row) => Float64Array.from(row)); // prettier-ignore
    const told = {
      kind: "classifier",
      name: "told",
      classes: Int32Array.of(3, 5),
      predictProba: () => Promise.resolve(rows),
    } as unknown as Predictor;
    const score = (truth: number[]) => classic.scorers.negLogLoss(told, [[0]], truth);
    const least = Math.log(Number.EPSILON);
    expect(await score([5, 3, 3])).toBeCloseTo((Math.log(0.75) + Math.log(0.5)) / 3, 12);
    expect(await score([3, 5, 9])).toBeCloseTo((Math.log(0.25) + 2 * least) / 3, 12);
    await expect(score([5, 3])).rejects.toThrow(
      said("negLogLoss: x and y must have equal length, got 3 and 2"),
    );
  });

  test("says by its own name what it needs", async () => {
    const classes = await logisticRegression().fit(x, y);
    const numbers = await ridge().fit(x, y);
    for (const name of names) {
      const model = ofNumbers.includes(name) ? numbers : classes;
      await expect(classic.scorers[name](model, x, [1])).rejects.toThrow(
        said(`${name}: x and y must have equal length, got 9 and 1`),
      );
      await expect(classic.scorers[name](model, x)).rejects.toThrow(
        said(
          `${name}: y must be an array of numbers, [rows], got undefined; ${name}(x, y), or a data set alone`,
        ),
      );
      if (ofNumbers.includes(name)) continue;
      await expect(classic.scorers[name](numbers, x, y)).rejects.toThrow(
        said(`${name}: the estimator must be a classifier, got ridge`),
      );
    }
    const machine = await SVC().fit(x, y);
    await expect(classic.scorers.negLogLoss(machine, x, y)).rejects.toThrow(
      said("negLogLoss: the estimator must have predictProba, got SVC"),
    );
    await expect(
      classic.scorers.rocAuc(
        classes,
        x,
        x.map(() => 1),
      ),
    ).rejects.toThrow(said("rocAuc: y must have rows of class 1 and of another, got 9 and 0"));
    const bare = (labels: number[]) =>
      ({ kind: "classifier", name: "bare", classes: Int32Array.from(labels) }) as unknown as Predictor;
    await expect(classic.scorers.rocAuc(bare([0, 1]), x, y)).rejects.toThrow(
      said("rocAuc: the estimator must have predictProba, got bare"),
    );
    await expect(classic.scorers.rocAuc(bare([0, 1, 2]), x, y)).rejects.toThrow(
      said("rocAuc: the estimator must have decisionFunction, got bare"),
    );
  });

  test("is taken by name, as a function, or is the estimator's own", async () => {
    const model = await logisticRegression().fit(x, y);
    const own = jest.fn(() => Promise.resolve(0.5));
    expect(classic.scorerOf("here", own)).toBe(own);
    for (const name of names) expect(classic.scorerOf("here", name)).toBe(classic.scorers[name]);
    expect(await classic.scorerOf("here")(model, x, three)).toBe(await model.score(x, three));
    expect(() => classic.scorerOf("here", "nonsense")).toThrow(
      said(`here: unknown scoring "nonsense"; known: ${names.join(", ")}`),
    );
  });
});

test("what was learnt is forgotten by a fit that fails, and by setParams; parameters stay as they were", async () => {
  const model = await classic.kNeighbors({ nNeighbors: 3 }).fit(x, y);
  await expect(model.fit(x.slice(0, 2), [0, 1])).rejects.toThrow("at least nNeighbors 3 rows");
  expect(model.isFitted).toBe(false);
  await model.fit(x, y);
  const params = model.getParams() as { nNeighbors: number };
  params.nNeighbors = 99;
  expect(model.getParams().nNeighbors).toBe(3);
  expect(model.setParams({ nNeighbors: 1 })).toBe(model);
  expect([model.isFitted, model.getParams().nNeighbors]).toEqual([false, 1]);
  await expect(model.fit(x, y)).resolves.toBe(model);
  expect(() => model.setParams({ nNeighbors: 0 })).toThrow();
  expect([model.isFitted, model.getParams().nNeighbors]).toEqual([true, 1]);
});

test("of equal votes the first class wins", async () => {
  const tied = await classic.kNeighbors({ nNeighbors: 2 }).fit([[0], [2], [9], [10]], [4, 2, 4, 4]);
  expect([...(await tied.predict([[1], [9]]))]).toEqual([2, 4]);
  const stump = { nEstimators: 1, bootstrap: false, maxDepth: 1 };
  const mixed = await classic.randomForest(stump).fit([[0], [0], [0], [0]], [8, 3, 3, 8]);
  expect([...(await mixed.predict([[0]]))]).toEqual([3]);
});
