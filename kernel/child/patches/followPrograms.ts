import childProcess, { ChildProcess, type StdioOptions } from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { setTimeout as passed } from "node:timers/promises";
import { onOwnBuiltins, withOwnBuiltins, withTheirBuiltins } from "../context/builtins.js";
import { currentCell } from "../context/cellContext.js";
import type { State } from "../context/sharedState.js";

interface SpawnOptions {
  stdio?: StdioOptions;
}

type Stdio = Exclude<StdioOptions, string>[number];

interface Spawning {
  spawn(this: ChildProcess, options: SpawnOptions): number;
}

const { apply } = Reflect;

/** How long output may still come after a program ended, for what it started may hold its streams open. */
const lastOutputMs = 200;

/**
 * Makes what programs write by inheriting the cell's streams the output of the cell that started them, however
 * late it comes: it is read here and written on. A program's `exit` comes after its output, and `close` after that.
 */
export function followPrograms(state: State): void {
  stopBehindPrograms(state);
  const prototype = ChildProcess.prototype as unknown as Spawning;
  const { spawn } = prototype;
  prototype.spawn = function (options) {
    return withOwnBuiltins(() => {
      const stdio = listOf(options.stdio);
      const inherited = [1, 2].filter((stream) => isInherited(stdio[stream], stream));
      for (const stream of inherited) stdio[stream] = "pipe";
      const status = spawn.call(this, { ...options, stdio });
      if (inherited.length > 0 && status === 0) passOn(this, inherited);
      return status;
    });
  };
}

/** How long a cell whose program was interrupted is held until the watchdog cuts it off. */
const cutOffMs = 3000;

/**
 * An interrupt ends the program that a cell waits for; the cell is not to go on behind it as if it had ended by itself.
 * It is held where nothing it catches could have it go on.
 */
function stopBehindPrograms(state: State): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  const { wait } = Atomics;
  const hold = () => {
    const cell = currentCell();
    if (cell !== 0 && state.interrupted === cell) wait(pause, 0, 0, cutOffMs);
  };
  const held = <Run extends (...given: never[]) => unknown>(run: Run): Run => {
    const runThenHold = (...given: never[]) => {
      state.isInProgram = true;
      try {
        return apply(run, undefined, given) as unknown;
      } finally {
        state.isInProgram = false;
        hold();
      }
    };
    return runThenHold as Run;
  };
  const { spawnSync, execSync, execFileSync } = childProcess;
  Object.assign(childProcess, {
    spawnSync: held(spawnSync),
    execSync: held(execSync),
    execFileSync: held(execFileSync),
  });
  syncBuiltinESMExports();
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
  let exited: Promise<unknown> = Promise.resolve();
  const emitLater = onOwnBuiltins((name: string, ...given: unknown[]): boolean => {
    const emitNow = () => withTheirBuiltins(() => emit(name, ...given));
    if (name !== "exit" && name !== "close") return emitNow();
    if (name === "exit") exited = Promise.race([Promise.all(read), passed(lastOutputMs)]).then(emitNow);
    else void exited.then(emitNow, emitNow);
    return true;
  });
  program.emit = emitLater as typeof program.emit;
}
