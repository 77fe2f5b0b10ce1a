import { readFileSync } from "node:fs";
import { join } from "node:path";
import { getHeapStatistics } from "node:v8";

/** How much memory cells may take, and who says so. */
export interface MemoryLimit {
  /** For JavaScript's heap; undefined where V8's own measure is less. */
  heapBytes?: number;
  /** In words. */
  reason: string;
}

/** Something that limits a process. */
interface Bound {
  who: string;
  bytes: number;
  /** What is needed of it beside the heap. */
  besides: number;
}

const mega = 2 ** 20;

/** Whatever the bound, cells get this share of it: where there is too little for the library, they do without. */
const least = 1 / 8;

/** What is there before any cell has run: reserved addresses, and data that are written, measured with TensorFlow. */
const besides = { addresses: 2800 * mega, data: 300 * mega };

/**
 * The limit of JavaScript's heap, where a container or the user's `ulimit` sets a tighter one than V8 finds by itself.
 * Without it a process that grows is ended by the system, before it would have looked for what it needs no more.
 *
 * @param root the folder in which `proc` and `sys` are
 */
export function memoryLimit(root = "/", environment = process.env): MemoryLimit {
  const own = getHeapStatistics().heap_size_limit;
  if (/max[-_]old[-_]space[-_]size/.test(environment.NODE_OPTIONS ?? ""))
    return { reason: `cells may use ${inWords(own)}, as NODE_OPTIONS says` };
  const heaps = boundsIn(root).map((bound) => ({ ...bound, heap: heapWithin(bound) }));
  const tightest = heaps.sort((one, other) => one.heap - other.heap).at(0);
  if (!tightest || tightest.heap >= own) return { reason: `cells may use ${inWords(own)}` };
  const { heap, who, bytes } = tightest;
  return { heapBytes: heap, reason: `cells may use ${inWords(heap)}, as ${who} is ${inWords(bytes)}` };
}

function heapWithin({ bytes, besides: taken }: Bound): number {
  return Math.floor(Math.max(bytes * least, bytes - taken) / mega) * mega;
}

function boundsIn(root: string): Bound[] {
  const addresses = resource(root, "Max address space");
  const data = resource(root, "Max data size");
  return [
    ...groupFiles(root).map((file) => ofGroup(numberIn(file))),
    { who: "the limit of addresses (ulimit -v)", bytes: addresses, besides: besides.addresses },
    { who: "the limit of data (ulimit -d)", bytes: data, besides: besides.data },
  ].filter(({ bytes }) => bytes > 0 && Number.isFinite(bytes));
}

/** Half is left to tensors, the compiler and the kernel itself. */
function ofGroup(bytes: number): Bound {
  return { who: "the container's limit", bytes, besides: bytes / 2 };
}

/** The files that limit this process's control group and those above it, of both versions of control groups. */
function groupFiles(root: string): string[] {
  const groups = textOf(join(root, "proc/self/cgroup"))
    .split("\n")
    .map((line) => line.split(":"));
  return groups.flatMap(([number, controllers = "", ...rest]) => {
    const upwards = aboveAndOwn(rest.join(":"));
    if (number === "0" && controllers === "")
      return upwards.map((path) => join(root, "sys/fs/cgroup", path, "memory.max"));
    if (!controllers.split(",").includes("memory")) return [];
    return upwards.map((path) => join(root, "sys/fs/cgroup/memory", path, "memory.limit_in_bytes"));
  });
}

function aboveAndOwn(path: string): string[] {
  const parts = path.split("/").filter(Boolean);
  return [...parts, ""].map((_, at) => parts.slice(0, at).join("/"));
}

/** The number in a file; NaN where there is none, Infinity where the version without a word for it means "none". */
function numberIn(file: string): number {
  const number = Number.parseInt(textOf(file), 10);
  return number > 2 ** 60 ? Infinity : number;
}

function resource(root: string, name: string): number {
  const line = textOf(join(root, "proc/self/limits"))
    .split("\n")
    .find((one) => one.startsWith(name));
  return Number.parseInt(line?.slice(name.length).trim() ?? "", 10);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // another system, or a container that shows only itself
  }
}

function inWords(bytes: number): string {
  const megabytes = Math.round(bytes / mega);
  return megabytes < 1000 ? `${megabytes} MB` : `${(megabytes / 1024).toFixed(1).replace(/\.0$/, "")} GB`;
}
