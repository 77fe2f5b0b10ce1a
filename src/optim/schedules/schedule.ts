import { OptionError, type Modes } from "../../core/index";

/** What happened in an epoch: `{loss: 0.31, val_loss: 0.42, …}`. */
export type EpochLogs = Readonly<Record<string, number>>;

/** What a fit knows of its logs. */
export interface LogsKnown {
  /** Whether lower or higher values are better, by the log's name without `val_`. */
  modes?: Modes;
}

/** A rate for each optimiser step, counted from 0. Pure in the step, but for those that also observe. */
export interface Schedule {
  (step: number): number;
  /** Is told the logs of every epoch, when the schedule depends on them. */
  observe?(logs: EpochLogs, known?: LogsKnown): void;
  /** What a checkpoint keeps, for a schedule that observes. */
  save?(): Record<string, number>;
  /** Takes back what {@link Schedule.save} gave. */
  load?(state: Record<string, number>): void;
  /** Forgets what was observed; a new fit begins so. */
  reset?(): void;
  /** Name and options, for a log or a checkpoint. */
  toJSON?(): unknown;
}

/** A schedule that knows its name and options. */
export function defineSchedule(name: string, options: object, rate: (step: number) => number): Schedule {
  return Object.assign(rate, { toJSON: () => ({ schedule: name, ...options }) });
}

/** Checks that the lowest rate is not above the first. */
export function checkEnd(where: string, { end, learningRate }: { end: number; learningRate: number }): void {
  if (end >= 0 && end <= learningRate) return;
  throw new OptionError({
    where,
    required: `end, the lowest rate, must be in [0, ${learningRate}]`,
    got: end,
    remedy: "polynomial also rises",
  });
}
