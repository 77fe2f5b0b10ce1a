import { ChildProcess, type StdioOptions } from "node:child_process";
import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { setTimeout as passed } from "node:timers/promises";

interface SpawnOptions {
  stdio?: StdioOptions;
}

type Stdio = Exclude<StdioOptions, string>[number];

interface Spawning {
  spawn(this: ChildProcess, options: SpawnOptions): number;
}

/** How long output may still come after a program ended, for what it started may hold its streams open. */
const lastOutputMs = 200;

/**
 * Makes what programs write by inheriting the cell's streams the output of the cell that started them, however
 * late it comes: it is read here and written on. A program's `exit` is told after its output.
 */
export function followPrograms(): void {
  const prototype = ChildProcess.prototype as unknown as Spawning;
  const { spawn } = prototype;
  prototype.spawn = function (options) {
    const stdio = listOf(options.stdio);
    const inherited = [1, 2].filter((stream) => isInherited(stdio[stream], stream));
    for (const stream of inherited) stdio[stream] = "pipe";
    const status = spawn.call(this, { ...options, stdio });
    if (inherited.length > 0 && status === 0) passOn(this, inherited);
    return status;
  };
}

function listOf(stdio: StdioOptions = "pipe"): Stdio[] {
  return Array.isArray(stdio) ? [...stdio] : [stdio, stdio, stdio];
}

function isInherited(stdio: Stdio, stream: number): boolean {
  return stdio === "inherit" || stdio === stream || stdio === streamOf(stream);
}

function streamOf(stream: number): NodeJS.WriteStream {
  return stream === 1 ? process.stdout : process.stderr;
}

function passOn(program: ChildProcess, streams: number[]): void {
  const read = streams.map((stream) => {
    const source = program.stdio[stream] as Readable;
    source.on("data", (chunk: Buffer) => streamOf(stream).write(chunk));
    return finished(source).catch(() => undefined);
  });
  for (const stream of streams) Object.assign(program, { [stream === 1 ? "stdout" : "stderr"]: null });
  const emit = program.emit.bind(program) as (name: string, ...given: unknown[]) => boolean;
  const emitLater = (name: string, ...given: unknown[]): boolean => {
    if (name !== "exit") return emit(name, ...given);
    const told = Promise.race([Promise.all(read), passed(lastOutputMs)]);
    void told.then(() => emit(name, ...given));
    return true;
  };
  program.emit = emitLater as typeof program.emit;
}
