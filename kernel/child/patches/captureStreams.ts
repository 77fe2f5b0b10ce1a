import type { ChildOutput } from "../context/childOutput.js";
import { plainNames } from "../context/plainNames.js";

type Done = (error?: Error | null) => void;

/** Leads `process.stdout` and `process.stderr`, and with them the console, through the barriers. */
export function captureStreams(output: ChildOutput): void {
  redirect(process.stdout, (bytes) => output.write(1, bytes));
  redirect(process.stderr, (bytes) => output.write(2, bytes));
}

let kept: (typeof process.stdout.write)[] = [];

/** A cell begins. */
export function keepWriters(): void {
  kept = [process.stdout.write, process.stderr.write];
}

/** A cell was cut off, perhaps where it had its prints written elsewhere for a while: they go where they went before. */
export function restoreWriters(): void {
  [process.stdout.write, process.stderr.write] = kept;
}

function redirect(stream: NodeJS.WriteStream, write: (bytes: Uint8Array) => void): void {
  const writeNow = (chunk: string | Uint8Array, encoding?: BufferEncoding | Done, done?: Done): boolean => {
    const named = typeof encoding === "string" ? encoding : "utf8";
    write(typeof chunk === "string" ? Buffer.from(plainNames(chunk), named) : chunk);
    const callback = typeof encoding === "function" ? encoding : done;
    if (callback) process.nextTick(callback);
    return true;
  };
  stream.write = writeNow as typeof stream.write;
  // A script's last word; a notebook has further cells.
  stream.end = ((...last: Parameters<typeof writeNow>) => {
    if (last[0] !== undefined && typeof last[0] !== "function") writeNow(...last);
    return stream;
  }) as typeof stream.end;
  stream.destroy = () => stream;
}
