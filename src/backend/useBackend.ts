import type * as tf from "@tensorflow/tfjs";
import { checkOneOf, checkNoOptions } from "../core/index";
import { backendChoice } from "./backendChoice";
import { backendNames, type BackendName, type PassedOver, type Loaded } from "./backendName";
import { BackendReport } from "./backendReport";
import { loadCpu } from "./withoutNative";
import { loadNative } from "./loadNative";
import { loadWasm } from "./loadWasm";

/** A backend that was asked for by name and cannot be loaded. */
export class BackendError extends Error {
  override name = "BackendError";
}

const loaders: Record<BackendName, () => Promise<Loaded>> = {
  native: loadNative,
  wasm: loadWasm,
  cpu: loadCpu,
};

interface InUse {
  report: BackendReport;
  namespace: typeof tf;
}

let inUse: Promise<InUse> | undefined;

/**
 * Chooses the engine of TensorFlow.js and says which it is, and why no faster one.
 *
 * Without a name: the one set-up chose (or `TSDESCENT_BACKEND`), else the fastest that loads; asked again, it only
 * reports. With a name: that one or an error.
 *
 * ```ts
 * await useBackend(); // { backend: "native", version: "2.21.0", threads: 8, passedOver: [] }
 * await useBackend("wasm");
 * ```
 *
 * @param name `native`, `wasm` or `cpu`
 * @throws OptionError when the name is unknown
 * @throws BackendError when the backend of that name cannot be loaded
 */
export async function useBackend(name?: BackendName, ...none: []): Promise<BackendReport> {
  checkNoOptions("useBackend", none);
  if (name !== undefined) {
    checkOneOf("useBackend", "backend", name, backendNames);
    inUse = named(name, inUse);
  }
  return (await backendInUse()).report;
}

/** Whether somebody has chosen the engine: a call of {@link useBackend}, or the kernel. @internal */
export function isBackendChosen(): boolean {
  return inUse !== undefined;
}

/** The engine, chosen now if none was, with what `@tensorflow/tfjs-node` gives on it. @internal */
export function backendInUse(): Promise<InUse> {
  inUse ??= firstThatLoads();
  return inUse;
}

async function named(backend: BackendName, before: Promise<InUse> | undefined): Promise<InUse> {
  try {
    const { namespace, version, threads } = await loaders[backend]();
    const { build } = backendChoice();
    return { namespace, report: new BackendReport({ backend, build, version, threads, passedOver: [] }) };
  } catch (error) {
    inUse = before;
    throw new BackendError(
      `useBackend: ${backend} cannot be loaded, got ${firstLine(error)}; ${remedies[backend]}`,
    );
  }
}

async function firstThatLoads(): Promise<InUse> {
  const { order, passedOver, build } = backendChoice();
  const failed: PassedOver[] = [];
  for (const backend of order) {
    try {
      const { namespace, version, threads } = await loaders[backend]();
      const facts = { backend, build, version, threads, passedOver: [...passedOver, ...failed] };
      return { namespace, report: new BackendReport(facts) };
    } catch (error) {
      failed.push({ backend, reason: firstLine(error), remedy: remedies[backend] });
    }
  }
  throw new BackendError(
    `useBackend: no backend can be loaded, got ${failed.map(({ reason }) => reason).join("; ")}`,
  );
}

const remedies: Record<BackendName, string> = {
  native: 'run "npx tsdescent setup", which says what it needs',
  wasm: 'run "npx tsdescent setup"',
  cpu: 'run "npx tsdescent setup"',
};

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error)
    .split("\n")[0]
    .trim();
}
