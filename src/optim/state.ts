import type * as tf from "@tensorflow/tfjs";
import { fill, tensor, tidy, variable } from "@tensorflow/tfjs";
import { DataError, ShapeError } from "../core/index";
import type { Optimizer, Scalars } from "./optimizer";
import { rateAt, type Rate } from "./rate";
import type { EpochLogs, LogsKnown, Schedule } from "./schedules/schedule";

/** What a checkpoint keeps of an optimiser: plain values, no tensors. */
export interface OptimizerSnapshot {
  optimizer: string;
  /** Updates made so far. */
  step: number;
  /** What observing schedules know, by the rate's name. */
  schedules: Record<string, Record<string, number>>;
  /** One entry per parameter, each slot's values by its name. */
  slots: Record<string, { shape: number[]; values: Float32Array }>[];
}

/**
 * An optimiser at work on given parameters: its slots as variables, and how many updates it has made.
 *
 * `apply` is made of TensorFlow.js operations and assignments only, so that a compiled step can record it; everything
 * that changes by step comes in through the scalars.
 *
 * ```ts
 * const state = new OptimizerState(adam(), variables);
 * state.update(gradients); // in the variables' order
 * ```
 */
export class OptimizerState {
  /** Updates made so far. */
  step = 0;
  private readonly slots: Record<string, tf.Variable>[];

  constructor(
    readonly optimizer: Optimizer,
    readonly parameters: tf.Variable[],
  ) {
    this.slots = parameters.map((parameter) => makeSlots(optimizer, parameter));
  }

  /** Names of the scalars that {@link apply} takes, in the order of {@link scalars}. */
  get names(): string[] {
    return [...Object.keys(this.optimizer.rates), "step"];
  }

  /** The scalars of a coming update: each rate at that step, and the update's number from 1. */
  scalars(step = this.step): number[] {
    const rates = Object.values(this.optimizer.rates).map((rate) => rateAt(rate, step));
    return [...rates, step + 1];
  }

  /** All slots as variables, for a compiled step. */
  get variables(): tf.Variable[] {
    return this.slots.flatMap((slots) => Object.values(slots));
  }

  /** Clips, then assigns every parameter and slot; the caller counts the step. Gradients in the parameters' order. */
  apply(gradients: tf.Tensor[], scalars: Scalars): void {
    tidy(() => {
      const clipped = this.optimizer.clip(gradients);
      const updates = this.parameters.map((parameter, index) =>
        this.optimizer.update(parameter, clipped[index], this.slots[index], scalars),
      );
      updates.forEach((update, index) => {
        this.parameters[index].assign(update.parameter);
        for (const [name, value] of Object.entries(update.slots)) this.slots[index][name].assign(value);
      });
    });
  }

  /** One eager update: evaluates the rates, applies, counts. */
  update(gradients: tf.Tensor[]): void {
    tidy(() => {
      const values = this.scalars();
      const scalars = Object.fromEntries(this.names.map((name, i) => [name, tensor(values[i]) as tf.Scalar]));
      this.apply(gradients, scalars);
    });
    this.step += 1;
  }

  /** Tells the schedules the logs of an epoch. */
  observe(logs: EpochLogs, known?: LogsKnown): void {
    for (const [, schedule] of this.schedules()) schedule.observe?.(logs, known);
  }

  /** Forgets what the schedules have observed. */
  resetSchedules(): void {
    for (const [, schedule] of this.schedules()) schedule.reset?.();
  }

  /** A copy of all state, as plain values. */
  save(): OptimizerSnapshot {
    const observing = this.schedules().filter(([, schedule]) => schedule.save);
    return {
      optimizer: this.optimizer.name,
      step: this.step,
      schedules: Object.fromEntries(observing.map(([name, schedule]) => [name, schedule.save!()])),
      slots: this.slots.map((slots) => mapValues(slots, copyOut)),
    };
  }

  /**
   * Takes back what {@link save} gave.
   *
   * @throws DataError when the snapshot is another optimiser's; ShapeError when its parameters were others
   */
  load(snapshot: OptimizerSnapshot): void {
    this.checkSnapshot(snapshot);
    this.step = snapshot.step;
    for (const [name, schedule] of this.schedules()) {
      if (snapshot.schedules[name]) schedule.load?.(snapshot.schedules[name]);
    }
    tidy(() => {
      snapshot.slots.forEach((slots, index) => {
        for (const [name, { values, shape }] of Object.entries(slots)) {
          this.slots[index][name].assign(tensor(values, shape));
        }
      });
    });
  }

  /** Frees the slots; the parameters are the caller's. */
  dispose(): void {
    for (const slot of this.variables) slot.dispose();
  }

  private schedules(): [string, Schedule][] {
    return Object.entries(this.optimizer.rates).filter(isSchedule);
  }

  private checkSnapshot(snapshot: OptimizerSnapshot): void {
    const where = "optimizer.load";
    if (snapshot.optimizer !== this.optimizer.name) {
      throw new DataError({
        where,
        required: `the state must be that of ${this.optimizer.name}`,
        got: snapshot.optimizer,
      });
    }
    const shapes = (slots: Record<string, { shape: number[] }>[]) =>
      JSON.stringify(slots.map((slot) => mapValues(slot, ({ shape }) => shape)));
    if (shapes(snapshot.slots) !== shapes(this.slots)) {
      const required = `the state must have slots ${shapes(this.slots)}`;
      throw new ShapeError({ where, required, got: shapes(snapshot.slots) });
    }
  }
}

function isSchedule(entry: [string, Rate]): entry is [string, Schedule] {
  return typeof entry[1] === "function";
}

function makeSlots(optimizer: Optimizer, parameter: tf.Variable): Record<string, tf.Variable> {
  return mapValues(optimizer.slots, (initial) =>
    tidy(() => variable(fill(parameter.shape, initial, "float32"), false)),
  );
}

function copyOut(slot: tf.Variable): { shape: number[]; values: Float32Array } {
  return { shape: slot.shape, values: slot.dataSync<"float32">().slice() };
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
