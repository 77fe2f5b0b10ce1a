import * as tf from "@tensorflow/tfjs";
import { compile, nextSeed, randomNormal, withSeed, type CompiledStep } from "../compile/index";
import { Random, checkInteger, checkOptions, sharedRandom } from "../core/index";
import { checkModel } from "../nn/checkModel";
import type { Gan } from "../nn/index";
import { seedRandomLayers } from "../nn/seededLayers";
import { OptimizerState, adam, optimizerOf, type Optimizer, type Scalars } from "../optim/index";
import { toTensor, type Values } from "./batches/values";
import { checkContents } from "./batches/checkContents";
import { History } from "./history";
import { onInterruptOf } from "./interrupt";
import { sayOnce, stepMode, type CompileOption } from "./stepMode";

/** How {@link fitGan} trains. */
export interface FitGanOptions {
  /** Turns of both players. Default 1000. */
  steps?: number;
  /** Real examples, and made ones, in a turn. Default 64. */
  batchSize?: number;
  /** Default `adam({ learningRate: 1e-3, beta1: 0.5 })`. */
  generatorOptimizer?: string | Optimizer;
  /** Default `adam({ learningRate: 1e-3, beta1: 0.5 })`. */
  discriminatorOptimizer?: string | Optimizer;
  /** Default: the next of `setSeed`'s. */
  seed?: number;
  /** Is called every so many steps, to draw samples for example. */
  onStep?: (step: number, losses: { generator: number; discriminator: number }) => unknown;
  /** Steps between two calls of `onStep`. Default 100. */
  everySteps?: number;
  /** How the steps run: true measures the ways and keeps the fastest, false stays eager. Default true. */
  compile?: CompileOption;
  /** Stops the training after the current step, with the weights so far. */
  signal?: AbortSignal;
}

const player = () => adam({ learningRate: 1e-3, beta1: 0.5 });

const defaults = {
  steps: 1000,
  batchSize: 64,
  generatorOptimizer: undefined as string | Optimizer | undefined,
  discriminatorOptimizer: undefined as string | Optimizer | undefined,
  seed: undefined as number | undefined,
  onStep: undefined as FitGanOptions["onStep"],
  everySteps: 100,
  compile: undefined as CompileOption | undefined,
  signal: undefined as AbortSignal | undefined,
};

/**
 * Trains the two players of a GAN in turn: the discriminator to tell real from made, the generator to be taken for real
 * (the non-saturating loss of Goodfellow et al. 2014, section 3).
 *
 * The history has one entry per `everySteps` steps, the means of both losses since the last: `generator` and `discriminator`.
 * At the balance both players know nothing better than a coin: the discriminator's loss is log 4 = 1.386.
 *
 * ```ts
 * const history = await fitGan(gan({ outputs: 2 }), points, { steps: 2000 });
 * ```
 *
 * @param data real examples, [examples, …] as the discriminator takes them
 */
export async function fitGan(gan: Gan, data: Values, options?: FitGanOptions): Promise<History> {
  seedRandomLayers();
  const given = checkOptions("fitGan", options, defaults);
  checkInteger("fitGan", "steps", given.steps, "[0, ∞)");
  checkInteger("fitGan", "batchSize", given.batchSize, "[1, ∞)");
  checkInteger("fitGan", "everySteps", given.everySteps, "[1, ∞)");
  const seed = given.seed ?? sharedRandom("fit").integer(2 ** 31);
  const chosen = stepMode("fitGan", given.compile, given.steps);
  const optimizers = [given.generatorOptimizer, given.discriminatorOptimizer].map((optimizer) =>
    optimizerOf("fitGan", optimizer ?? player()),
  );
  checkModel("fitGan", "gan.generator", gan?.generator);
  checkModel("fitGan", "gan.discriminator", gan.discriminator);
  const real = toTensor("fitGan", "data", data);
  const [generator, discriminator] = [
    new Player(gan.generator, optimizers[0]),
    new Player(gan.discriminator, optimizers[1]),
  ];
  const turn = compile(turnOf(gan, real.tensor, generator, discriminator), {
    ...chosen,
    name: "fitGan",
    onFallback: sayOnce,
  });
  try {
    checkContents("fitGan", { inputs: [], outputs: [], classes: false }, [real.tensor], []);
    return await play(turn, { ...given, seed, examples: real.tensor.shape[0], generator, discriminator });
  } finally {
    turn.dispose();
    generator.state.dispose();
    discriminator.state.dispose();
    if (real.made) real.tensor.dispose();
  }
}

class Player {
  readonly state: OptimizerState;

  constructor(
    readonly model: tf.LayersModel,
    optimizer: Optimizer,
  ) {
    this.state = new OptimizerState(
      optimizer,
      model.trainableWeights.map((weight) => weight.read() as tf.Variable),
    );
  }

  /** One step down the loss; the loss before it. */
  move(loss: () => tf.Scalar, values: tf.Tensor): tf.Scalar {
    const { parameters, names } = this.state;
    const { value, grads } = tf.variableGrads(loss, parameters);
    const scalars = tf.unstack(values) as tf.Scalar[];
    const named: Scalars = Object.fromEntries(names.map((name, index) => [name, scalars[index]]));
    this.state.apply(
      parameters.map((parameter) => grads[parameter.name] ?? tf.zerosLike(parameter)),
      named,
    );
    return value;
  }
}

/** Both players' moves, as one step that can be compiled. */
function turnOf(gan: Gan, real: tf.Tensor, generator: Player, discriminator: Player) {
  const noiseSize = gan.generator.inputs[0].shape[1]!;
  const judge = (x: tf.Tensor) => gan.discriminator.apply(x, { training: true }) as tf.Tensor;
  const make = (count: number) => {
    const { seed, stream } = nextSeed()!;
    const noise = randomNormal([count, noiseSize], seed, { stream });
    return gan.generator.apply(noise, { training: true }) as tf.Tensor;
  };
  return ([rows, seed, discriminatorRates, generatorRates]: tf.Tensor[]) =>
    withSeed(seed as tf.Tensor1D, () => {
      const shown = tf.gather(real, rows as tf.Tensor1D).toFloat();
      const count = rows.shape[0]!;
      const made = make(count);
      const tellApart = () =>
        tf.add(tf.softplus(tf.neg(judge(shown))).mean(), tf.softplus(judge(made)).mean()) as tf.Scalar;
      const told = discriminator.move(tellApart, discriminatorRates);
      const beTaken = () => tf.softplus(tf.neg(judge(make(count)))).mean() as tf.Scalar;
      return [tf.stack([generator.move(beTaken, generatorRates), told])];
    });
}

interface Game extends Required<Pick<FitGanOptions, "steps" | "batchSize" | "everySteps">> {
  seed: number;
  examples: number;
  generator: Player;
  discriminator: Player;
  onStep: FitGanOptions["onStep"];
  signal: AbortSignal | undefined;
}

async function play(turn: CompiledStep, game: Game): Promise<History> {
  const history = new History();
  const random = new Random(game.seed, "fitGan");
  const start = performance.now();
  const sums = { generator: 0, discriminator: 0 };
  const stopListening = onInterruptOf("fitGan", () => (history.stopped = "interrupted"), game.signal);
  try {
    for (let step = 1; step <= game.steps && !history.stopped; step++) {
      const [generator, discriminator] = await takeTurn(turn, game, random, step);
      history.stepLoss.push(discriminator);
      sums.generator += generator / game.everySteps;
      sums.discriminator += discriminator / game.everySteps;
      if (step % game.everySteps === 0) {
        history.add(step / game.everySteps - 1, sums, game.generator.state.scalars()[0]);
        await game.onStep?.(step, { ...sums });
        Object.assign(sums, { generator: 0, discriminator: 0 });
      }
    }
  } finally {
    stopListening();
  }
  if (history.stopped)
    console.log(`fitGan: interrupted after step ${history.stepLoss.length}; the weights are kept`);
  history.seconds = (performance.now() - start) / 1000;
  history.compiled = turn.report;
  return history;
}

async function takeTurn(turn: CompiledStep, game: Game, random: Random, step: number): Promise<Float32Array> {
  const count = Math.min(game.batchSize, game.examples);
  const rows = Int32Array.from({ length: count }, () => random.integer(game.examples));
  const rates = ({ state }: Player) => {
    const values = Float32Array.from(state.scalars());
    state.step += 1;
    return { values, shape: [values.length] };
  };
  const [losses] = await turn.run([
    { values: rows, shape: [count] },
    { values: Int32Array.of(game.seed, step), shape: [2] },
    rates(game.discriminator),
    rates(game.generator),
  ]);
  const values = losses.dataSync<"float32">();
  losses.dispose();
  return values;
}
