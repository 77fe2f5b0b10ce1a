import { readFileSync } from "node:fs";
import { DataError, packagePath } from "../../core/index";
import type { Matrix } from "../matrix";
import type { Kernel } from "./kernel";

interface Wasm {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

// TypeScript's types of WebAssembly come with those of browsers, which the library does without.
const { WebAssembly } = globalThis as unknown as { WebAssembly: Wasm };

/** What libsvm is to do. */
export interface SvmTask {
  type: "classes" | "numbers";
  kernel: Kernel;
  C: number;
  /** Half the width of the tube in which errors are free; for numbers only. */
  epsilon: number;
  tol: number;
  cacheSize: number;
}

/** What libsvm learnt. */
export interface SvmModel {
  /** Rows of the training data, class after class. */
  supports: Int32Array;
  /** How many of them belong to each class. */
  perClass: Int32Array;
  /** [classes − 1][supports], for numbers [1][supports]. */
  coefficients: Float64Array[];
  /** One for each pair of classes, subtracted from the sum: libsvm's rho. */
  offsets: Float64Array;
}

interface Exports {
  memory: { buffer: ArrayBuffer };
  _initialize(): void;
  allocate(bytes: number): number;
  train(...numbers: number[]): number;
  supportCount(model: number): number;
  supportIndices(model: number): number;
  supportPerClass(model: number): number;
  coefficients(model: number, line: number): number;
  offsets(model: number): number;
}

const types = { classes: 0, numbers: 3 };
const kernels = { linear: 0, poly: 1, rbf: 2, sigmoid: 3 };
const files = ["fd_close", "fd_fdstat_get", "fd_seek", "fd_write", "fd_prestat_get", "fd_prestat_dir_name"];
const badFile = 8;
const mostBytes = 4e9;

let compiled: object | undefined;

/**
 * libsvm's training (Chang & Lin, "LIBSVM: A library for support vector machines", 2011), compiled to WebAssembly.
 *
 * Each call has a memory of its own, which goes with the call.
 *
 * @param y of classes their places, rows of the first class first, then the second, and so on
 * @internal
 */
export function trainSvm(where: string, x: Matrix, y: Float64Array, task: SvmTask): SvmModel {
  // A number takes 8 bytes, and 16 more in libsvm's own rows.
  if (24 * x.rows * x.columns + 1e6 * task.cacheSize > mostBytes) {
    const required = "the training rows must fit into WebAssembly's 4 GB";
    throw new DataError({ where, required, got: `[${x.rows}, ${x.columns}]`, remedy: "take fewer rows" });
  }
  const svm = start();
  return read(svm, run(svm, x, y, task), task.type === "classes" ? new Set(y).size : 0);
}

function start(): Exports {
  compiled ??= new WebAssembly.Module(readFileSync(packagePath("src/classic/svm/libsvm/libsvm.wasm")));
  const system = {
    proc_exit(code: number) {
      throw new Error(`libsvm ended with code ${code}`);
    },
    // There are no files, and no environment either.
    ...Object.fromEntries(files.map((name) => [name, () => badFile])),
    environ_get: () => 0,
    environ_sizes_get: () => 0,
  };
  const instance = new WebAssembly.Instance(compiled, { wasi_snapshot_preview1: system });
  const svm = instance.exports as unknown as Exports;
  svm._initialize();
  return svm;
}

function run(svm: Exports, x: Matrix, y: Float64Array, task: SvmTask): number {
  const { name, degree, gamma, coef0 } = task.kernel;
  return svm.train(
    place(svm, x.values),
    place(svm, y),
    x.rows,
    x.columns,
    types[task.type],
    kernels[name],
    degree,
    gamma,
    coef0,
    task.C,
    task.epsilon,
    task.tol,
    task.cacheSize,
  );
}

function place(svm: Exports, values: Float64Array): number {
  const at = svm.allocate(values.byteLength);
  new Float64Array(svm.memory.buffer, at, values.length).set(values);
  return at;
}

function read(svm: Exports, model: number, classes: number): SvmModel {
  const { buffer } = svm.memory;
  const count = svm.supportCount(model);
  const lines = Math.max(classes - 1, 1);
  const pairs = Math.max((classes * (classes - 1)) / 2, 1);
  return {
    supports: new Int32Array(buffer, svm.supportIndices(model), count).map((row) => row - 1),
    perClass: classes
      ? new Int32Array(buffer, svm.supportPerClass(model), classes).slice()
      : Int32Array.of(count),
    coefficients: Array.from({ length: lines }, (_, line) =>
      new Float64Array(buffer, svm.coefficients(model, line), count).slice(),
    ),
    offsets: new Float64Array(buffer, svm.offsets(model), pairs).slice(),
  };
}
