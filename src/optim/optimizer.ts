import type * as tf from "@tensorflow/tfjs";
import { mul, sub, tidy } from "@tensorflow/tfjs";
import {
  OptionError,
  checkFunction,
  checkNumber,
  checkOptions,
  checkText,
  checkNoOptions,
} from "../core/index";
import { clipped, onlyClipping, type Clipping } from "./clip";
import type { Constraint } from "./constraints/constraint";
import { checkRate, type Rate } from "./rate";

/** What every optimiser takes besides its own options. */
export interface CommonOptions extends Clipping {
  /** Step size: a number or a schedule. */
  learningRate?: Rate;
  /** Decoupled weight decay (Loshchilov & Hutter 2019): each step also takes `learningRate · weightDecay · w` off. Default 0. */
  weightDecay?: Rate;
  /**
   * Couples the decay as a penalty of weightDecay/2 · ‖w‖² would: `weightDecay · w` is added to each gradient, after
   * clipping, before the optimiser's own rule; PyTorch's `weight_decay`. Default false.
   */
  coupledDecay?: boolean;
  /** Which parameters decay. Default: all. Biases and batch norm's γ and β have rank 1. */
  decays?: (parameter: tf.Tensor) => boolean;
  /** Projects each parameter of rank 2 and more after its update, for example `constraints.maxNorm(3)`. */
  constraint?: Constraint;
}

/** Per-step scalars as tensors: every rate of the optimiser by its name, and `step`, which counts from 1. */
export type Scalars = Record<string, tf.Scalar>;

/** The tensors an optimiser keeps for one parameter, by name. */
export type Slots = Record<string, tf.Tensor>;

/** What an optimiser's rule gives: the direction that is taken off, times the learning rate, and the new slots. */
export interface Move {
  direction: tf.Tensor;
  slots: Slots;
}

/** One parameter's new value and slots. */
export interface Update {
  parameter: tf.Tensor;
  slots: Slots;
}

/** An optimiser's rule: pure, made of TensorFlow.js operations, so that it can be recorded into a compiled step. */
export type Rule = (gradient: tf.Tensor, slots: Slots, scalars: Scalars) => Move;

/**
 * An optimiser as a value: a configuration, which holds no tensors and can be used in any number of fits, each of which
 * begins with fresh averages. {@link OptimizerState} holds those.
 */
export interface Optimizer {
  /** The name of the function that made it. */
  readonly name: string;
  /** Everything it was made with, defaults included. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The rates, which are evaluated in JavaScript and handed to {@link Optimizer.update} as scalars. */
  readonly rates: Readonly<Record<string, Rate>>;
  /** Name and initial value of each slot; a slot has its parameter's shape. */
  readonly slots: Readonly<Record<string, number>>;
  /** Clips the gradients of all parameters, as the options say. */
  clip(gradients: tf.Tensor[]): tf.Tensor[];
  /** The functions of whoever defined it, of which {@link Optimizer.update} is made. */
  readonly code?: readonly ((...args: never[]) => unknown)[];
  /** One parameter's new value and slots; pure. */
  update(parameter: tf.Tensor, gradient: tf.Tensor, slots: Slots, scalars: Scalars): Update;
  /** Name and options for a log or a checkpoint; schedules and constraints by their own `toJSON`. */
  toJSON(): { optimizer: string; options: Record<string, unknown> };
}

interface Definition<T extends CommonOptions> {
  name: string;
  given: T | undefined;
  /** The optimiser's own options with their defaults; `learningRate` among them. */
  defaults: T;
  /** Names of options that are rates, besides `learningRate` and `weightDecay`. */
  rates?: (keyof T & string)[];
  /** Name and initial value of each slot. */
  slots?: (options: T) => Record<string, number>;
  /** Intervals of the numeric options: `{beta1: "[0, 1)"}`. */
  intervals?: Partial<Record<keyof T & string, string>>;
  /** Scalars of a step, counted from 0, that follow from the options; computed in 64 bits. */
  scalars?: (options: T) => Record<string, (step: number) => number>;
  rule: (options: T) => Rule;
  /** What becomes of a direction, its decay included, beside its parameter. */
  scale?: (direction: tf.Tensor, parameter: tf.Tensor) => tf.Tensor;
}

const common: Record<keyof CommonOptions, undefined> = {
  learningRate: undefined,
  weightDecay: undefined,
  coupledDecay: undefined,
  decays: undefined,
  constraint: undefined,
  clipValue: undefined,
  clipNorm: undefined,
  clipGlobalNorm: undefined,
};

/**
 * Makes an optimiser from its rule: checks options, and adds what all share (clipping, weight decay, constraint).
 *
 * ```ts
 * export function sgd(options?: CommonOptions): Optimizer {
 *   return defineOptimizer({ name: "sgd", given: options, defaults: { learningRate: 0.01 },
 *     rule: () => (gradient) => ({ direction: gradient, slots: {} }) });
 * }
 * ```
 *
 * @throws OptionError for an unknown option, a number out of its interval, a rate that is neither number nor schedule
 */
export function defineOptimizer<T extends CommonOptions>(definition: Definition<T>, ...none: []): Optimizer {
  checkNoOptions("defineOptimizer", none);
  const { name, given, defaults, intervals = {}, scale } = definition ?? {};
  checkText("defineOptimizer", "name", name);
  checkFunction("defineOptimizer", "rule", definition.rule);
  const options = checkOptions<T>(name, given, { ...common, ...defaults });
  for (const [option, interval] of Object.entries(intervals)) {
    checkNumber(name, option, options[option as keyof T] as number, interval as string);
  }
  onlyClipping(options, name);
  checkCoupled(name, options);
  const rates = {
    ...collectRates(name, options, definition.rates ?? []),
    ...definition.scalars?.(options),
  };
  const rule = definition.rule(options);
  return {
    name,
    options: options as Record<string, unknown>,
    rates,
    slots: definition.slots?.(options) ?? {},
    code: scale ? [rule, scale] : [rule],
    clip: (gradients) => clipped(gradients, options),
    update: (parameter, gradient, slots, scalars) =>
      inTidy(() => takeStep({ rule, scale }, options, { parameter, gradient, slots, scalars })),
    toJSON: () => ({ optimizer: name, options: JSON.parse(JSON.stringify(options)) }),
  };
}

function checkCoupled(where: string, { coupledDecay, weightDecay }: CommonOptions): void {
  if (!coupledDecay || weightDecay !== undefined) return;
  const remedy = "for example {weightDecay: 1e-4, coupledDecay: true}";
  throw new OptionError({ where, required: "coupledDecay needs a weightDecay", remedy });
}

function collectRates<T extends CommonOptions>(
  where: string,
  options: T,
  own: string[],
): Record<string, Rate> {
  const names = ["learningRate", ...own, ...(options.weightDecay === undefined ? [] : ["weightDecay"])];
  const rateOf = (name: string) => checkRate(where, name, options[name as keyof T] as Rate);
  return Object.fromEntries(names.map((name) => [name, rateOf(name)]));
}

interface Step {
  parameter: tf.Tensor;
  gradient: tf.Tensor;
  slots: Slots;
  scalars: Scalars;
}

interface Formula {
  rule: Rule;
  scale?: (direction: tf.Tensor, parameter: tf.Tensor) => tf.Tensor;
}

function takeStep({ rule, scale }: Formula, options: CommonOptions, step: Step): Update {
  const { parameter, gradient, slots, scalars } = step;
  const decays = scalars.weightDecay !== undefined && (options.decays?.(parameter) ?? true);
  const decayed = (tensor: tf.Tensor) => tensor.add(mul(scalars.weightDecay, parameter));
  const { coupledDecay } = options;
  const move = rule(decays && coupledDecay ? decayed(gradient) : gradient, slots, scalars);
  const direction = decays && !coupledDecay ? decayed(move.direction) : move.direction;
  const scaled = scale ? scale(direction, parameter) : direction;
  const moved = sub(parameter, mul(scalars.learningRate, scaled));
  const constrained = options.constraint && parameter.rank > 1 ? options.constraint(moved) : moved;
  return { parameter: constrained, slots: move.slots };
}

// tf.tidy's types know no interfaces, only records.
function inTidy(step: () => Update): Update {
  return tidy(step as () => never) as Update;
}
