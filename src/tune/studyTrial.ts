import { OptionError, type Direction } from "../core/index";
import { isDeepStrictEqual } from "node:util";
import { accepts, categorical, float, int, inWords } from "./space/space";
import type { Distribution, FloatOptions, IntOptions, Params, Value } from "./space/space";
import { TrialPruned, type Trial, checkConstraint, checkReport, noted, saved } from "./trial";
import { fileIn } from "./trialFiles";
import type { TrialRecord } from "./trialRecord";

/** What a running trial asks of its study. */
export interface TrialHost {
  readonly directions: readonly Direction[];
  /** A value for a parameter, drawn together with others or alone. */
  draw(record: TrialRecord, name: string, distribution: Distribution): Value;
  /** Stores the record as it is. */
  keep(record: TrialRecord): void;
  /** Stores a report. @returns whether the trial should be pruned */
  judge(record: TrialRecord, step: number, value: number): boolean;
  /** The folder of the trial's files. */
  folder(record: TrialRecord): string;
}

/** A trial on the side of its study. */
export class StudyTrial implements Trial {
  private pruned = false;
  private abandoned = false;

  constructor(
    private readonly host: TrialHost,
    readonly record: TrialRecord,
  ) {}

  /** From 0. */
  get number(): number {
    return this.record.number;
  }

  /** The parameters so far. */
  get params(): Params {
    return this.record.params;
  }

  /** Those of the study. */
  get directions(): readonly Direction[] {
    return this.host.directions;
  }

  /** What an earlier attempt saved. */
  get checkpoint(): unknown {
    return this.record.checkpoint;
  }

  /** A real number in [low, high]. */
  suggestFloat(name: string, low: number, high: number, options?: FloatOptions): number {
    return this.suggest(name, float(low, high, options)) as number;
  }

  /** A whole number from low to high. */
  suggestInt(name: string, low: number, high: number, options?: IntOptions): number {
    return this.suggest(name, int(low, high, options)) as number;
  }

  /** One of several values. */
  suggestCategorical<const T extends Value>(name: string, choices: readonly T[]): T {
    return this.suggest(name, categorical(choices)) as T;
  }

  /** The value of a parameter: the one it has, or a new one. */
  suggest(name: string, distribution: Distribution): Value {
    const { params, distributions } = this.record;
    if (!Object.hasOwn(params, name)) {
      params[name] = this.host.draw(this.record, name, distribution);
      distributions[name] = distribution;
      this.host.keep(this.record);
    } else if (!isDeepStrictEqual(distributions[name], distribution)) {
      const required = `${name} must stay what it was, ${inWords(distributions[name])}`;
      throw new OptionError({ where: "Trial.suggest", required, got: inWords(distribution) });
    }
    return params[name];
  }

  /** Says how good the trial is after a step. What is wrong with it is thrown at once, so that it reaches an objective that does not wait. */
  report(step: number, value: number): Promise<void> {
    if (this.abandoned) this.prune();
    checkReport(step, value);
    this.pruned = this.host.judge(this.record, step, value);
    return Promise.resolve();
  }

  /** Ends its objective, of which nothing more is taken, at the next report. */
  abandon(): void {
    this.abandoned = true;
  }

  /** What the pruner said after the last report. */
  shouldPrune(): boolean {
    return this.pruned;
  }

  /** Ends the trial as a pruned one. */
  prune(): never {
    throw new TrialPruned();
  }

  /** A quantity that must not be above 0. */
  constrain(name: string, value: number): void {
    checkConstraint(name, value);
    this.record.constraints[name] = value;
  }

  /** Keeps something with the trial. */
  note(name: string, value: unknown): void {
    this.record.notes = { ...this.record.notes, [name]: noted(name, value) };
    this.host.keep(this.record);
  }

  /** Keeps where the trial is. */
  save(checkpoint: unknown): void {
    this.record.checkpoint = saved(checkpoint);
    this.host.keep(this.record);
  }

  /** A path for a file of this trial's own. */
  file(name: string): string {
    return fileIn(this.host.folder(this.record), name);
  }
}

/** A value that was given for a parameter. */
export function givenValue(fixed: Params, name: string, distribution: Distribution): Value | undefined {
  if (!Object.hasOwn(fixed, name)) return undefined;
  if (accepts(distribution, fixed[name])) return fixed[name];
  const required = `${name} must be ${inWords(distribution)}`;
  const remedy = "enqueue or fix values that the space contains";
  throw new OptionError({ where: "Trial.suggest", required, got: fixed[name], remedy });
}
