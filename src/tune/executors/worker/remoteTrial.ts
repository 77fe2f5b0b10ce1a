import { pack, unpack, type Direction } from "../../../core/index";
import type { FloatOptions, IntOptions, Params, Value } from "../../space/space";
import { TrialPruned, type Trial, checkConstraint, checkReport, noted, saved } from "../../trial";
import { fileIn } from "../../trialFiles";
import type { Asked, FromWorker, Told, TrialStart } from "../protocol";
import { SentFiles } from "./sentFiles";

/** The line from a trial in a worker to its study. */
export interface Wire {
  say(message: FromWorker): void;
  /** Waits for the study's answer. */
  ask(message: Extract<FromWorker, { type: "ask" }>): unknown;
  sharesDisk: boolean;
}

/** A trial in a worker: what it is asked or told goes to the study. */
export class RemoteTrial implements Trial {
  readonly number: number;
  readonly params: Params;
  readonly directions: readonly Direction[];
  private saved: unknown;
  private pruned = false;
  private sent?: SentFiles;

  constructor(
    private readonly start: TrialStart,
    private readonly wire: Wire,
  ) {
    this.number = start.id;
    this.params = start.params;
    this.directions = start.directions;
    this.saved = unpack(start.checkpoint);
  }

  /** What this or an earlier attempt saved. */
  get checkpoint(): unknown {
    return this.saved;
  }

  /** A real number in [low, high]. */
  suggestFloat(name: string, low: number, high: number, options?: FloatOptions): number {
    return this.suggest("suggestFloat", name, [low, high, options]) as number;
  }

  /** A whole number from low to high. */
  suggestInt(name: string, low: number, high: number, options?: IntOptions): number {
    return this.suggest("suggestInt", name, [low, high, options]) as number;
  }

  /** One of several values. */
  suggestCategorical<const T extends Value>(name: string, choices: readonly T[]): T {
    return this.suggest("suggestCategorical", name, [choices]) as T;
  }

  /** Sends a number, and waits for what the pruner says; throws at once, as a trial at home does. */
  report(step: number, value: number): Promise<void> {
    checkReport(step, value);
    this.sendFiles();
    this.pruned = this.ask("report", [step, value]) as boolean;
    return Promise.resolve();
  }

  /** What the pruner said of the last report. */
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
    this.tell("constrain", [name, value]);
  }

  /** Keeps something with the trial. */
  note(name: string, value: unknown): void {
    this.tell("note", [name, pack(noted(name, value))]);
  }

  /** Keeps where the trial is, with its files. */
  save(checkpoint: unknown): void {
    this.saved = saved(checkpoint);
    this.sendFiles();
    this.tell("save", [pack(this.saved)]);
  }

  /** A path for a file of the trial's own. */
  file(name: string): string {
    if (this.wire.sharesDisk) return fileIn(this.start.folder, name);
    this.sent ??= new SentFiles(this.start.files);
    return this.sent.file(name);
  }

  /** Lets go of what lay on this machine only. */
  end(): void {
    this.sent?.remove();
  }

  private sendFiles(): void {
    const files = this.sent?.changed();
    if (files) this.wire.say({ type: "files", id: this.number, files });
  }

  private suggest(method: Asked, name: string, rest: unknown[]): Value {
    return (this.params[name] = this.ask(method, [name, ...rest]) as Value);
  }

  private ask(method: Asked, args: unknown[]): unknown {
    return this.wire.ask({ type: "ask", id: this.number, method, args });
  }

  private tell(method: Told, args: unknown[]): void {
    this.wire.say({ type: "tell", id: this.number, method, args });
  }
}
