import { packagePath } from "../../core/index";

/** The compiled program that each worker process runs, from the folder of this package. */
export const workerFile = "dist/src/tune/executors/worker/worker.js";

/** Its path on this machine. */
export function workerProgram(): string {
  return packagePath(workerFile);
}

/** Environment that divides the cores: TensorFlow's threads, and those of libraries with OpenMP. */
export function workerEnvironment(threads: number): Record<string, string> {
  return {
    TF_NUM_INTRAOP_THREADS: `${threads}`,
    TF_NUM_INTEROP_THREADS: `${threads}`,
    OMP_NUM_THREADS: `${threads}`,
  };
}
