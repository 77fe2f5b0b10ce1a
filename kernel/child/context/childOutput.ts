import fs from "node:fs";
import { withOwnBuiltins } from "./builtins.js";
import { currentCell } from "./cellContext.js";
import { barrierEnd, barrierPrefix, type ChildEvent, descriptors } from "../../protocol/events.js";

type Stream = 1 | 2;

// Kept, as cells print while theirs may be in its place.
const { writeSync } = fs;
const { from } = Buffer;
const { wait } = Atomics;
const { apply } = Reflect;
const typedArrays = Object.getPrototypeOf(Uint8Array.prototype) as Uint8Array;
const lengthOf = Object.getOwnPropertyDescriptor(typedArrays, "length")!.get!;

/**
 * The child's side of the barriers. Console output goes through {@link ChildOutput.write}; native code and child
 * processes write to the descriptors directly and are credited to the cell that wrote last.
 */
export class ChildOutput {
  private readonly prefix: string;
  private barrier = 0;
  private cell = 0;
  private stream: Stream = 1;

  constructor(token: string) {
    this.prefix = barrierPrefix(token);
  }

  /** Credits what follows to this cell. */
  begin(cell: number): void {
    this.pass(cell, false);
  }

  /** Sends an event that takes its place in the output. */
  send(event: ChildEvent, cell = this.caller()): void {
    withOwnBuiltins(() => {
      this.pass(cell, true);
      // An interrupt may have cut the line before off.
      writeAll(descriptors.events, from(`\n${JSON.stringify({ ...event, barrier: this.barrier })}\n`));
    });
  }

  /** Writes text of whoever calls, in order with the other stream. */
  write(stream: Stream, chunk: Uint8Array): void {
    const cell = this.caller();
    if (cell !== this.cell || stream !== this.stream) {
      this.stream = stream;
      this.pass(cell, false);
    }
    writeAll(stream, chunk);
  }

  private caller(): number {
    return currentCell() || this.cell;
  }

  private pass(cell: number, carries: boolean): void {
    this.cell = cell;
    this.barrier += 1;
    const mark = from(`${this.prefix}${this.barrier}:${cell}:${carries ? 1 : 0}${barrierEnd}`);
    writeAll(1, mark);
    writeAll(2, mark);
  }
}

/** Writes everything, waiting for the reader: code in a notebook must not outrun it. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  const length = apply(lengthOf, bytes, []) as number;
  for (let done = 0; done < length;) {
    try {
      done += writeSync(descriptor, bytes, done, length - done);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") wait(pause, 0, 0, 1);
      // Node asks the bytes for their length, and a cell may have replaced that.
      else done += withOwnBuiltins(() => writeSync(descriptor, bytes, done));
    }
  }
}

const pause = new Int32Array(new SharedArrayBuffer(4));
