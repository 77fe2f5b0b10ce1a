/** How V8 begins to tell why it ends the process: a report of some 25 lines, for its own developers. */
const beginnings = [
  "\n<--- Last few GCs --->\n",
  "\n#\n# Fatal error in ",
  "\nFATAL ERROR: ",
  "FATAL ERROR: ",
].map((text) => Buffer.from(text));

/** How long it is held back where the process says nothing more, as it takes long to end with much memory. */
const heldMs = 20_000;

/** The end of a process's error stream: V8's report on a death is kept from the notebook and told in our words. */
export class LastWords {
  private held: Buffer[] = [];
  private releasing: NodeJS.Timeout | undefined;

  /**
   * Holds what begins as V8's report does, and passes the rest on.
   *
   * @param pass takes what is the cell's own output
   * @param sign what the process writes only when it goes on: then the text was a program's own
   */
  constructor(
    private readonly pass: (chunk: Buffer) => void,
    private readonly sign: string,
  ) {}

  read(chunk: Buffer): void {
    if (this.held.length > 0) return this.hold(chunk);
    const starts = beginnings.map((text) => chunk.indexOf(text)).filter((at) => at >= 0);
    if (starts.length === 0) return this.pass(chunk);
    const start = Math.min(...starts);
    if (start > 0) this.pass(chunk.subarray(0, start));
    this.releasing = setTimeout(() => this.release(), heldMs);
    this.hold(chunk.subarray(start));
  }

  /** The process has ended: why, in our words, when it told of it. Else what was held back is output like any other. */
  end(isCrash: boolean): string | undefined {
    const reason = isCrash ? reasonIn(Buffer.concat(this.held).toString()) : undefined;
    if (reason) this.held = [];
    this.release();
    return reason;
  }

  private hold(chunk: Buffer): void {
    this.held.push(chunk);
    if (Buffer.concat(this.held.slice(-2)).includes(this.sign)) this.release();
  }

  private release(): void {
    clearTimeout(this.releasing);
    for (const chunk of this.held.splice(0)) this.pass(chunk);
  }
}

function reasonIn(report: string): string | undefined {
  if (/invalid (?:size|array length|table size)/i.test(report))
    return "memory ran out: an array, a map or a text grew beyond the size that V8 can hold";
  if (!/out of memory|heap limit/.test(report)) return undefined;
  const taken = [...report.matchAll(/-> ([\d.]+) \([\d.]+\) MB/g)].at(-1)?.[1];
  const size = taken ? ` (${Math.round(Number(taken))} MB)` : "";
  return `memory ran out: what the notebook's variables and the running cell hold filled JavaScript's heap${size}`;
}
