/** How much of what a call prints a card shows: the first lines, and the last ones. */
const shown = { first: { lines: 20, characters: 3000 }, last: { lines: 10, characters: 1000 } };

/**
 * Runs code that is over when it returns, and keeps what it prints from the notebook.
 *
 * ```ts
 * withPrints(() => console.log("here")).printed; // "here\n"
 * ```
 */
export function withPrints<Result>(run: () => Result): { result: Result; printed: string } {
  const prints = new Prints();
  const streams = [process.stdout, process.stderr];
  const writers = streams.map(({ write }) => write);
  for (const stream of streams) stream.write = prints.taking();
  try {
    return { result: run(), printed: prints.text };
  } finally {
    for (const [at, stream] of streams.entries()) stream.write = writers[at];
  }
}

/** What is printed, however much of it. */
class Prints {
  private first = "";
  private last = "";
  private lines = 0;
  private lastLines = 0;

  taking(): typeof process.stdout.write {
    return ((chunk: string | Uint8Array, encoding?: BufferEncoding | Done, done?: Done): boolean => {
      this.add(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
      const callback = typeof encoding === "function" ? encoding : done;
      if (callback) process.nextTick(callback);
      return true;
    }) as typeof process.stdout.write;
  }

  /** Its first and last lines, and how many stand between them. */
  get text(): string {
    const rest = lastOf(this.last);
    const hidden = this.lastLines - linesIn(rest);
    const note = hidden > 0 ? `… ${hidden.toLocaleString("en")} lines …\n` : this.last === rest ? "" : "…\n";
    return `${this.first}${note && this.first && !this.first.endsWith("\n") ? "\n" : ""}${note}${rest}`;
  }

  private add(text: string): void {
    const at = this.last ? 0 : this.fitting(text);
    this.first += text.slice(0, at);
    this.lines += linesIn(text.slice(0, at));
    const rest = text.slice(at);
    this.last += rest;
    this.lastLines += linesIn(rest);
    // Cut now and then: each time would copy the whole of it.
    if (this.last.length > 100 * shown.last.characters)
      this.last = this.last.slice(-shown.last.characters - 1);
  }

  /** How much of a text there is room for among the first lines. */
  private fitting(text: string): number {
    let at = 0;
    for (let line = this.lines; line < shown.first.lines && at < text.length; line++)
      at = text.indexOf("\n", at) < 0 ? text.length : text.indexOf("\n", at) + 1;
    return Math.min(at, shown.first.characters - this.first.length);
  }
}

type Done = (error?: Error | null) => void;

function lastOf(text: string): string {
  const near = text.slice(-shown.last.characters);
  const lines = near.split(/(?<=\n)/);
  return lines.slice(-shown.last.lines).join("");
}

function linesIn(text: string): number {
  return text.split("\n").length - 1;
}
