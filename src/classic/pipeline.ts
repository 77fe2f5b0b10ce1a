import { checkNoOptions, checkOneOf, OptionError, shown } from "../core/index";
import { Estimator, Predictor, Transformer, type FitExtras } from "./estimator";
import { rowsOf, type Features, type Matrix } from "./matrix";
import { decisionsOf, probabilitiesOf } from "./scorers";
import { answersOf, type Targets } from "./targets";

/** The steps of a pipeline in their order, by name: transformers, and last a classifier or regressor. */
export type Steps = Readonly<Record<string, Estimator>>;

/**
 * What {@link pipeline} and {@link makePipeline} make.
 *
 * Its parameters are its steps, by name, and theirs as `step__name`. It works on copies of what it was given.
 */
export class Pipeline extends Predictor<Record<string, unknown>> {
  // Each step checks what it gets.
  protected override readonly acceptsMissing = true;
  #steps: Map<string, Estimator>;

  constructor(steps: Steps) {
    super("pipeline", {});
    this.#steps = checkedSteps(steps);
  }

  /** The kind of its last step. */
  get kind(): "classifier" | "regressor" {
    return this.last.kind;
  }

  /** Its steps by name; `steps.pca.components` is what one has learnt. */
  get steps(): Record<string, Estimator> {
    return Object.fromEntries(this.#steps);
  }

  /** The labels that `fit` saw, where the last step is a classifier. */
  get classes(): Int32Array {
    const { last } = this;
    if ("classes" in last) return last.classes as Int32Array;
    throw new OptionError({
      where: "pipeline.classes",
      required: "the last step must be a classifier",
      got: last.name,
    });
  }

  /** Its steps, and their parameters as `step__name`. */
  override getParams(): Record<string, unknown> {
    const params: Record<string, unknown> = {};
    for (const [step, estimator] of this.#steps) {
      params[step] = estimator;
      for (const [name, value] of Object.entries(estimator.getParams())) params[`${step}__${name}`] = value;
    }
    return params;
  }

  /** Changes parameters of steps, `{svc__C: 10}`, or whole steps, `{scale: minMaxScaler()}`. */
  override setParams(params: Record<string, unknown>): this {
    const changed = new Map([...this.#steps].map(([step, estimator]) => [step, estimator.clone()]));
    const known = Object.keys(this.getParams());
    // A step before its parameters, whose names are longer, so that they reach the new one.
    for (const [name, value] of Object.entries(params).sort(([a], [b]) => a.length - b.length)) {
      const [step, ...rest] = name.split("__");
      if (rest.length === 0)
        changed.set(checkOneOf("pipeline", "parameter", step, known), value as Estimator);
      else if (!changed.has(step)) checkOneOf("pipeline", "parameter", name, known);
      else changed.get(step)!.setParams({ [rest.join("__")]: value });
    }
    this.#replace(checkedSteps(Object.fromEntries(changed)));
    return this;
  }

  /** One of the same steps that has learnt nothing. */
  override clone(): this {
    return new Pipeline(this.steps) as this;
  }

  /** What the last step predicts. */
  override async predict(x: Features): Promise<Float64Array | Int32Array> {
    return this.last.predict(await this.#transformed("predict", x));
  }

  /** The last step's score. */
  override async score(x: Features, y?: Targets): Promise<number> {
    return this.last.score(await this.#transformed("score", x), y ?? answersOf(x));
  }

  /** The last step's probabilities, [rows][classes], where it has them. */
  async predictProba(x: Features): Promise<Float64Array[]> {
    return probabilitiesOf("pipeline.predictProba", this.last, await this.#transformed("predictProba", x));
  }

  /** The last step's decision values, [rows][1 or classes], where it has them. */
  async decisionFunction(x: Features): Promise<Float64Array[]> {
    return decisionsOf(
      "pipeline.decisionFunction",
      this.last,
      await this.#transformed("decisionFunction", x),
    );
  }

  /** Frees what its steps hold outside JavaScript's memory. */
  override dispose(): void {
    super.dispose();
    for (const step of this.#steps.values()) step.dispose();
  }

  /** The step that predicts. */
  get last(): Predictor {
    return [...this.#steps.values()].at(-1) as Predictor;
  }

  protected override get acceptsEvalSet(): boolean {
    return true;
  }

  protected override async learn(x: Matrix, y: Float64Array, { evalSet }: FitExtras): Promise<void> {
    let rows = rowsOf(x);
    let watched = evalSet && { x: evalSet.x, y: evalSet.y ?? answersOf(evalSet.x) };
    for (const transformer of this.#transformers()) {
      rows = await transformer.fitTransform(rows);
      if (watched) watched = { ...watched, x: await transformer.transform(watched.x) };
    }
    await this.last.fit(rows, y, { evalSet: watched });
  }

  async #transformed(method: string, x: Features): Promise<Float64Array[]> {
    let rows = rowsOf(await this.knownFeatures(method, x));
    for (const transformer of this.#transformers()) rows = await transformer.transform(rows);
    return rows;
  }

  #transformers(): Transformer[] {
    return [...this.#steps.values()].slice(0, -1) as Transformer[];
  }

  #replace(steps: Map<string, Estimator>): void {
    this.dispose();
    this.#steps = steps;
  }
}

function checkedSteps(steps: Steps): Map<string, Estimator> {
  const entries = Object.entries(steps ?? {});
  const last = entries.at(-1);
  if (!last) throw new OptionError({ where: "pipeline", required: "there must be at least one step" });
  for (const [name, step] of entries) checkStep(name, step, name === last[0]);
  return new Map(entries.map(([name, step]) => [name, step.clone()]));
}

function checkStep(name: string, step: unknown, isLast: boolean): void {
  const where = "pipeline";
  // Names like "1" would change the order of the steps.
  if (!/^[A-Za-z](?!.*__)\w*$/.test(name)) {
    const required = "a step's name must be a letter, then letters, digits and single _";
    throw new OptionError({ where, required, got: `"${name}"` });
  }
  const fits = isLast ? step instanceof Predictor : step instanceof Transformer;
  if (fits) return;
  const required = `step "${name}" must be ${isLast ? "a classifier or regressor, being the last" : "a transformer"}`;
  throw new OptionError({ where, required, got: step instanceof Estimator ? step.name : typeof step });
}

/**
 * Transformers and a classifier or regressor as one estimator, each step fitted on what the one before makes of the
 * training rows, so that nothing of other rows leaks into it. As `Pipeline` of scikit-learn.
 *
 * ```ts
 * const model = await pipeline({ scale: standardScaler(), svc: SVC() }).setParams({ svc__C: 10 }).fit(train);
 * await model.score(test); // 0.97
 * ```
 *
 * @throws OptionError when a step but the last predicts, or the last does not
 */
export function pipeline(steps: Steps, ...none: []): Pipeline {
  checkNoOptions("pipeline", none);
  return new Pipeline(steps);
}

/**
 * {@link pipeline} with each step called after the function that made it; a second of the same is `pca2`.
 *
 * ```ts
 * makePipeline(standardScaler(), pca({ nComponents: 10 }), SVC()).setParams({ SVC__C: 10 });
 * ```
 */
export function makePipeline(...steps: Estimator[]): Pipeline {
  const named: Record<string, Estimator> = {};
  for (const step of steps) {
    if (!(step instanceof Estimator)) {
      const required = "each step must be an estimator";
      throw new OptionError({ where: "makePipeline", required, got: shown(step) });
    }
    const sameBefore = Object.values(named).filter(({ name }) => name === step.name).length;
    named[sameBefore ? `${step.name}${sameBefore + 1}` : step.name] = step;
  }
  return new Pipeline(named);
}
