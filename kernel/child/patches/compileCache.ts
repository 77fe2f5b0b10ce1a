import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import vm from "node:vm";

interface CompilingModule {
  exports: unknown;
  _compile(code: string, filename: string): void;
}

type Wrapped = (
  exports: unknown,
  require: NodeJS.Require,
  module: unknown,
  file: string,
  folder: string,
) => void;

// Kept, as modules are loaded in the middle of cells, which may have another in the place of a function's own.
const { apply } = Reflect;

/** Files shorter than this are compiled in less than a millisecond. */
const worthwhile = 100_000;

const libraries = `${sep}node_modules${sep}`;

/** How long after its start a file has compiled most of the functions that it uses. */
const settledMs = 3000;

/**
 * Keeps what V8 makes of large libraries, so that the next process need not compile them: TypeScript's compiler alone
 * takes 170 ms without. Node does so itself from version 22.1 on. What cannot be kept is compiled anew each time.
 */
export function keepCompiledCode(folder: string): void {
  const { enableCompileCache } = Module as { enableCompileCache?: (folder: string) => void };
  if (enableCompileCache) return enableCompileCache(folder);
  const prototype = Module.prototype as unknown as CompilingModule;
  const compile = prototype._compile;
  prototype._compile = function (code, filename) {
    const isLarge = code.length > worthwhile && filename.includes(libraries);
    if (!isLarge) return void apply(compile, this, [code, filename]);
    const run = compiled(code, filename, folder);
    const given = [this.exports, createRequire(filename), this, filename, dirname(filename)];
    apply(run, this.exports, given);
  };
}

function compiled(code: string, filename: string, folder: string): Wrapped {
  const path = join(folder, `${digest(filename).toString("hex")}-${process.version}`);
  const { mtimeMs, size } = statSync(filename);
  const identity = digest(`${mtimeMs} ${size}`);
  const cachedData = read(path, identity);
  const script = new vm.Script(Module.wrap(code), {
    filename,
    cachedData,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER as never,
  });
  if (!cachedData || script.cachedDataRejected)
    setTimeout(() => keep(script, path, identity), settledMs).unref();
  return script.runInThisContext() as Wrapped;
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest().subarray(0, 16);
}

/** What was kept, when it was made of this very file. */
function read(path: string, identity: Buffer): Buffer | undefined {
  try {
    const kept = readFileSync(path);
    return kept.subarray(0, identity.length).equals(identity) ? kept.subarray(identity.length) : undefined;
  } catch {
    return undefined;
  }
}

function keep(script: vm.Script, path: string, identity: Buffer): void {
  const aside = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(aside, Buffer.concat([identity, script.createCachedData()]), { mode: 0o600 });
    renameSync(aside, path);
  } catch {
    // A disk that is full or not ours costs time, nothing else.
  }
}
