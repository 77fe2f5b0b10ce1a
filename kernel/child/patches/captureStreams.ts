import type { ChildOutput } from "../context/childOutput.js";
import { plainNames } from "../context/plainNames.js";

type Done = (error?: Error | null) => void;

/** Leads `process.stdout` and `process.stderr`, and with them the console, through the barriers. */
export function captureStreams(output: ChildOutput): void {
  redirect(process.stdout, (bytes) => output.write(1, bytes));
  redirect(process.stderr, (bytes) => output.write(2, bytes));
}

// Kept, as cells print while theirs may be in their place.
const { from } = Buffer;
const { apply } = Reflect;

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
  const { nextTick } = process;
  const writeNow = (chunk: string | Uint8Array, encoding?: BufferEncoding | Done, done?: Done): boolean => {
    const named = typeof encoding === "string" ? encoding : "utf8";
    write(typeof chunk === "string" ? from(plainNames(chunk), named) : chunk);
    const callback = typeof encoding === "function" ? encoding : done;
    if (callback) nextTick(callback);
    return true;
  };
  stream.write = writeNow as typeof stream.write;
  // The console listens for errors around each write, by methods that a cell may have replaced; here none come.
  const { once, removeListener } = stream;
  const unlessError =
    (change: (...given: never[]) => unknown) =>
    (...given: [name: string, ...unknown[]]) =>
      given[0] === "error" ? stream : (apply(change, stream, given) as unknown);
  Object.assign(stream, {
    once: unlessError(once),
    removeListener: unlessError(removeListener),
    listenerCount: stream.listenerCount.bind(stream),
  });
  // A script's last word; a notebook has further cells.
  stream.end = ((...last: Parameters<typeof writeNow>) => {
    if (last[0] !== undefined && typeof last[0] !== "function") writeNow(...last);
    return stream;
  }) as typeof stream.end;
  stream.destroy = () => stream;
}
