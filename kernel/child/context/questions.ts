import { withOwnBuiltins } from "./builtins.js";
import type { ChildOutput } from "./childOutput.js";

/** Asks the reader of the notebook and waits for the answers. */
export class Questions {
  private nextAnswer: (() => void)[] = [];
  private readonly waiting = new Map<number, { resolve(text: string): void; reject(error: Error): void }>();
  private asked = 0;

  constructor(private readonly output: ChildOutput) {}

  ask(prompt: unknown, password: boolean): Promise<string> {
    const id = ++this.asked;
    const ask = (resolve: (text: string) => void, reject: (error: Error) => void) => {
      this.waiting.set(id, { resolve, reject });
      this.output.send({ type: "input", id, prompt: String(prompt), password });
    };
    return withOwnBuiltins(() => new Promise(ask));
  }

  /** Whether the reader has been asked something and has not answered yet. */
  get isWaiting(): boolean {
    return this.waiting.size > 0;
  }

  /** Resolves with the next answer. */
  answered(): Promise<void> {
    return new Promise((resolve) => this.nextAnswer.push(resolve));
  }

  /** Those that a stopped cell asked: nobody will answer them. */
  forget(): void {
    this.waiting.clear();
    this.nextAnswer = [];
  }

  /** An answer came; without one the front end cannot ask. */
  answer(id: number, text: string | undefined): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (text === undefined)
      waiting?.reject(new Error("input: this front end cannot ask; run the cell in one that can"));
    else waiting?.resolve(text);
    for (const resolve of this.nextAnswer.splice(0)) resolve();
  }
}
