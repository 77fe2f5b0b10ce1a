import { DataError, OptionError, type Direction, bestOf, paretoFrontOf } from "../core/index";
import { type Displayable, displaySymbol, type MimeBundle } from "../show/index";
import { type Told, ended } from "./drivenStudy";
import { commonSpace, drawTogether, nextOf } from "./draw";
import { drive, type OptimizeOptions } from "./drive";
import type { Pruner } from "./pruner";
import type { Sampler } from "./sampler";
import type { Distribution, Params, ParamsOf, Space, Value } from "./space/space";
import { memoryStore } from "./store/memoryStore";
import { hasGone, ownProcessName } from "./store/processName";
import { sqliteStore } from "./store/sqliteStore";
import { newTrial, type NewTrial, type Store } from "./store/store";
import { StudyTrial, givenValue } from "./studyTrial";
import {
  checkFixed,
  checkStudyOptions,
  newSeed,
  type CheckedStudyOptions,
  type StudyOptions,
} from "./studyOptions";
import { studyTable } from "./studyTable";
import { TrialFiles } from "./trialFiles";
import type { Objective, Trial } from "./trial";
import type { TrialRecord } from "./trialRecord";

/**
 * A search: its trials, and how the next one is chosen. It is asked for trials and told what they came to, by
 * {@link Study.optimize} or by hand.
 *
 * ```ts
 * const study = createStudy({ space: { x: float(-10, 10) }, sampler: tpe(), seed: 1 });
 * await study.optimize(({ params }) => (params.x - 2) ** 2, { trials: 50 });
 * study.best.params.x; // 2.0
 * ```
 */
export class Study<P extends object = Params> implements Displayable {
  readonly name: string;
  readonly directions: readonly Direction[];
  readonly sampler: Sampler;
  readonly pruner?: Pruner;
  readonly space?: Space;
  readonly seed: number;
  /** Why the last `optimize` ended early; undefined where it did not. */
  stopped?: string;
  /** What trials keep in files. @internal */
  readonly files: TrialFiles;
  private readonly store: Store;
  private readonly records: TrialRecord[] = [];
  private readonly live = new Map<number, StudyTrial>();
  private readonly owner = ownProcessName();

  /** Made by {@link createStudy}. @internal */
  constructor(private readonly options: CheckedStudyOptions) {
    const { name, directions, seed, sampler, pruner, space } = options;
    const header = { name, directions, seed: newSeed(seed) };
    this.store = openStore(options.storage, header);
    checkSameDirections(this.store, options);
    this.files = new TrialFiles(options.storage);
    this.name = name;
    this.directions = directions;
    this.sampler = sampler;
    this.pruner = pruner;
    this.space = space;
    this.seed = seed ?? this.store.header.seed;
    this.refresh();
    this.repeatLost();
  }

  /** All trials in order, also those of other processes. */
  get trials(): readonly TrialRecord[] {
    this.refresh();
    return this.records;
  }

  /**
   * The best trial that is complete and keeps its constraints.
   *
   * @throws DataError where there is none yet, or there are several directions
   */
  get best(): TrialRecord {
    if (this.directions.length > 1) {
      const required = "there must be one direction";
      const remedy = "use study.paretoFront";
      throw new DataError({ where: "Study.best", required, got: this.directions.length, remedy });
    }
    const best = bestOf(this.trials, this.directions[0]);
    if (best) return best;
    const required = "there must be a complete trial that keeps its constraints";
    throw new DataError({ where: "Study.best", required, got: `none of ${this.records.length} trials` });
  }

  /** The value of the best trial. */
  get bestValue(): number {
    return this.best.values[0];
  }

  /** The parameters of the best trial. */
  get bestParams(): P {
    return this.best.params as P;
  }

  /** The complete trials that no other one is better than in all directions: one for a single direction, or several of the same value. */
  get paretoFront(): TrialRecord[] {
    return paretoFrontOf(this.trials, this.directions);
  }

  /** Begins a trial: an enqueued one, else a new one. Tell the study what came of it. */
  ask(): Trial<P> {
    return this.begin()! as unknown as Trial<P>;
  }

  /**
   * Ends a trial.
   *
   * ```ts
   * const trial = study.ask();
   * study.tell(trial, objective(trial.params));
   * ```
   *
   * @param told a value, one for each direction, `{ pruned: true }` or `{ error: "why" }`
   */
  tell(trial: Trial<P> | number, told: Told): TrialRecord {
    const number = typeof trial === "number" ? trial : trial.number;
    const record = this.live.get(number)?.record ?? this.trials[number];
    if (record?.state !== "running") {
      const got = record
        ? `trial ${number}, which is ${record.state}`
        : `trial ${number}, which there is not`;
      throw new OptionError({ where: "Study.tell", required: "the trial must be running", got });
    }
    return this.finish(record, ended(told, this.directions.length));
  }

  /** Puts parameters in the queue: the next trials take them, and draw what is missing. */
  enqueue(params: Partial<P>): this {
    checkFixed("Study.enqueue", params as Params, this.space);
    this.store.add(newTrial({ fixed: { ...params } as Params }));
    return this;
  }

  /** Adds a trial that ran elsewhere: its parameters, which the space must contain, and what it came to. */
  add(params: P, value: number | number[]): this {
    if (!this.space) {
      const required = "the study must have a space declared up front";
      throw new OptionError({ where: "Study.add", required, remedy: "use createStudy({space})" });
    }
    checkFixed("Study.add", params as Params, this.space);
    const distributions: Record<string, Distribution> = {};
    for (const name of Object.keys(params)) {
      const entry = this.space[name];
      distributions[name] = entry.kind === "conditional" ? entry.of : entry;
    }
    const end = ended(value, this.directions.length);
    const now = Date.now();
    this.store.add(
      newTrial({ params: { ...params } as Params, distributions, startedMs: now, endedMs: now, ...end }),
    );
    return this;
  }

  /**
   * Runs trials until the study has as many as are asked for, or its time is up.
   *
   * An interrupt keeps what is done.
   *
   * ```ts
   * await study.optimize(objective, { trials: 100, timeoutSeconds: 600 });
   * ```
   *
   * @throws the objective's error, unless `onError` is "continue"
   */
  async optimize(objective: Objective<P>, options?: OptimizeOptions): Promise<this> {
    await drive(this as unknown as Study, objective as unknown as Objective, options);
    return this;
  }

  /** Lets go of the file. */
  close(): void {
    this.files.close();
    this.store.close();
  }

  /** The trials as a table. */
  [displaySymbol](): MimeBundle {
    return studyTable(this as unknown as Study);
  }

  /** Begins a trial while fewer than `limit` have begun. @internal */
  begin(limit = Infinity): StudyTrial | undefined {
    this.refresh();
    this.repeatLost();
    if (limit < Infinity && this.isExhausted()) return undefined;
    const number = this.store.atomically(() => (this.store.begun() < limit ? this.claimOrAdd() : undefined));
    if (number === undefined) return undefined;
    this.refresh();
    const record = this.records[number];
    record.fixed = { ...this.options.fixed, ...record.fixed };
    record.startedMs = Date.now();
    const { directions, draw, keep, judge } = this;
    const folder = () => this.files.folderOf(this.firstAttempt(record));
    const trial = new StudyTrial({ directions, draw, keep, judge, folder }, record);
    this.live.set(number, trial);
    try {
      this.drawAhead(trial);
    } catch (error) {
      this.finish(record, { state: "failed", error: (error as Error).message });
      throw error;
    }
    return trial;
  }

  /** Ends a trial whose process or machine is gone, and puts it in the queue again. @internal */
  lose(record: TrialRecord, reason: string): void {
    this.store.atomically(() => {
      const lost = { ...record, state: "failed" as const, error: reason, endedMs: Date.now() };
      if (!this.store.save(lost, "running")) return;
      if (this.attemptsOf(record) > this.options.retries) return this.files.forget(this.firstAttempt(record));
      const { params, checkpoint, number } = record;
      this.store.add(newTrial({ fixed: { ...record.fixed, ...params }, checkpoint, retryOf: number }));
    });
    this.live.delete(record.number);
    this.refresh();
  }

  /** The number of the first attempt at a trial. @internal */
  firstAttempt({ number, retryOf }: TrialRecord): number {
    return retryOf === undefined ? number : this.firstAttempt(this.records[retryOf]);
  }

  private isExhausted(): boolean {
    const waits = this.records.some(({ state }) => state === "waiting");
    const { space, sampler } = this;
    return !waits && (sampler.isExhausted?.(this.records, { space, fixed: this.options.fixed }) ?? false);
  }

  private claimOrAdd(): number {
    const { owner } = this;
    return (
      this.store.claim(owner) ?? this.store.add(newTrial({ state: "running", owner, startedMs: Date.now() }))
    );
  }

  private drawAhead(trial: StudyTrial): void {
    const { record } = trial;
    const { space } = this;
    if (!space) {
      this.ahead.set(record.number, this.drawOpen(commonSpace(this.records), record));
      return;
    }
    for (;;) {
      const next = nextOf(space, record.params);
      if (Object.keys(next).length === 0) return;
      Object.assign(record.params, this.drawOpen(next, record));
      Object.assign(record.distributions, next);
      this.keep(record);
    }
  }

  /** Values that were drawn together before the objective asked for them, by trial. */
  private readonly ahead = new Map<number, Params>();

  private drawOpen(space: Record<string, Distribution>, record: TrialRecord): Params {
    const given: Params = {};
    const open: Record<string, Distribution> = {};
    for (const [name, distribution] of Object.entries(space)) {
      const value = givenValue(record.fixed, name, distribution);
      if (value === undefined) open[name] = distribution;
      else given[name] = value;
    }
    const { sampler, directions, seed } = this;
    return {
      ...given,
      ...drawTogether(open, record.number, { sampler, trials: this.records, directions, seed }),
    };
  }

  private readonly draw = (record: TrialRecord, name: string, distribution: Distribution): Value => {
    const ahead = this.ahead.get(record.number) ?? {};
    const value = givenValue(ahead, name, distribution);
    return value ?? this.drawOpen({ [name]: distribution }, record)[name];
  };

  private readonly keep = (record: TrialRecord): void => {
    this.store.save(record, "running");
  };

  private readonly judge = (record: TrialRecord, step: number, value: number): boolean => {
    if (this.directions.length > 1) {
      const required = "there must be one direction to report for";
      throw new OptionError({ where: "Trial.report", required, got: this.directions.length });
    }
    record.reports = [...record.reports.filter(([other]) => other !== step), [step + 0, value]];
    record.reports.sort(([a], [b]) => a - b);
    this.store.report(record.number, step, value);
    if (!this.pruner) return false;
    const others = this.trials.filter(({ number }) => number !== record.number);
    return this.pruner.shouldPrune({ trial: record, others, direction: this.directions[0] });
  };

  private finish(record: TrialRecord, end: Partial<NewTrial>): TrialRecord {
    const constraints = { ...record.constraints, ...end.constraints };
    const done = { ...record, ...end, constraints, endedMs: Date.now() } as TrialRecord;
    this.live.delete(record.number);
    this.ahead.delete(record.number);
    this.files.forget(this.firstAttempt(record));
    if (this.store.save(done, "running")) return (this.records[record.number] = done);
    const required = `trial ${record.number} must not have been ended by another process`;
    throw new DataError({ where: "Study.tell", required });
  }

  private refresh(): void {
    for (const changed of this.store.changes()) {
      // What runs here is newer here.
      if (this.live.has(changed.number) && changed.state === "running") continue;
      this.records[changed.number] = changed;
    }
  }

  private repeatLost(): void {
    for (const record of this.records)
      if (record.state === "running" && record.owner !== this.owner && hasGone(record.owner ?? ""))
        this.lose(record, `its process (${record.owner}) ended before the trial did`);
  }

  private attemptsOf({ retryOf }: TrialRecord): number {
    return retryOf === undefined ? 1 : 1 + this.attemptsOf(this.records[retryOf]);
  }
}

/**
 * A new study, or the stored one of this file and name.
 *
 * ```ts
 * const study = createStudy({ direction: "maximize", sampler: tpe(), storage: "study.sqlite" });
 * ```
 *
 * @throws OptionError for an empty space, or a stored study with other directions
 * @throws FileError where the file is damaged, newer, or something else
 */
export function createStudy<const S extends Space>(
  options?: StudyOptions<S>,
): Study<Space extends S ? Params : ParamsOf<S>> {
  return new Study(checkStudyOptions("createStudy", options));
}

function openStore(path: string | undefined, header: Store["header"]): Store {
  return path === undefined ? memoryStore(header) : sqliteStore(path, header);
}

function checkSameDirections({ header }: Store, { name, directions }: CheckedStudyOptions): void {
  if (header.directions.join() === directions.join()) return;
  throw new OptionError({
    where: "createStudy",
    required: `the stored study "${name}" has directions ${header.directions.join(", ")}`,
    got: directions.join(", "),
    remedy: "choose another name",
  });
}
