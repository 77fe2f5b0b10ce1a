import type { TrialRecord, TrialState } from "../trialRecord";
import type { NewTrial, Store, StudyHeader } from "./store";

/** Trials that last as long as the process. */
export function memoryStore(header: StudyHeader): Store {
  return new MemoryStore(header);
}

class MemoryStore implements Store {
  private readonly trials: TrialRecord[] = [];
  private readonly changed = new Set<number>();
  private readonly repeated = new Set<number>();
  private waiting: number[] = [];

  constructor(readonly header: StudyHeader) {}

  changes(): TrialRecord[] {
    const changed = [...this.changed].map((number) => this.trials[number]);
    this.changed.clear();
    return changed;
  }

  add(trial: NewTrial): number {
    const number = this.trials.length;
    this.trials.push({ ...trial, number });
    this.changed.add(number);
    if (trial.state === "waiting") this.waiting.push(number);
    if (trial.retryOf !== undefined) this.repeated.add(trial.retryOf);
    return number;
  }

  claim(owner: string): number | undefined {
    const number = this.waiting.shift();
    if (number === undefined) return undefined;
    Object.assign(this.trials[number], { state: "running", owner });
    this.changed.add(number);
    return number;
  }

  begun(): number {
    return this.trials.length - this.waiting.length - this.repeated.size;
  }

  save(trial: TrialRecord, from: TrialState): boolean {
    const { number } = trial;
    if (this.trials[number].state !== from) return false;
    this.trials[number] = trial;
    this.changed.add(number);
    return true;
  }

  // The study's own record has the report already.
  report(): void {}

  atomically<T>(work: () => T): T {
    return work();
  }

  close(): void {}
}
