import type { StepGraph } from "./buildGraph";
import type { NodeDef, SessionConfig } from "./graphDef";
import type { StepMode } from "./report";

/**
 * A way to run a recorded graph: operation by operation, in the calling thread or on TensorFlow's threads, or
 * compiled by XLA.
 */
export type ProgramWay = "serial" | "parallel" | "xla";

/** A way to run a step. */
export type Way = ProgramWay | "eager";

/** What may be asked for: a mode, whose fastest way is found, one way, or the fastest of all. */
export type AskedMode = StepMode | Way | "auto";

/** How steps are to run; and why, as a clause, where nobody asked for that. */
export interface Asked {
  mode: AskedMode;
  whyMode?: string;
}

/** Why steps run in the mode that they are to have. */
export function whyAsked({ mode, whyMode }: Asked): string {
  return whyMode ? `${mode}, because ${whyMode}` : `${mode} was asked for`;
}

/** Has steps to come run in one way, and says why they do. */
export function keepTo(steps: Asked, way: AskedMode): void {
  if (way !== steps.mode) steps.whyMode = "a run that can be resumed is computed in one way";
  steps.mode = way;
}

/** How a session runs its graph, for each way. */
export const sessionConfigs: Record<ProgramWay, SessionConfig> = {
  // No thread is handed anything: the fastest for small operations, by half, and it leaves a core to the user.
  serial: { interOpParallelismThreads: -1, experimental: { executorType: "SINGLE_THREADED_EXECUTOR" } },
  // In the calling thread, operations would not use the others within themselves either.
  parallel: {},
  xla: { interOpParallelismThreads: -1 },
};

/** The mode that a way belongs to. */
export function modeOf(way: Way): StepMode {
  return way === "serial" || way === "parallel" ? "graph" : way;
}

// XLA's compiler takes seconds for 350 operations in a row (ten layers with batch norm), and cannot be interrupted.
const deepestForXla = 500;
const mostNodesForXla = 5000;

// A weight is in two matrix products a step, forward and back; in more where a recurrent net was unrolled.
const mostUsesForXla = 6;

/** Why XLA is not worth a try on a graph; undefined where it is. */
export function againstXla(graph: StepGraph): string | undefined {
  const nodes = allNodes(graph);
  if (nodes.some(({ op }) => op.startsWith("Conv") || op.startsWith("Depthwise"))) {
    return "XLA is slow at convolutions and was not tried";
  }
  if (nodes.some(({ op }) => op.startsWith("BlockLSTM"))) {
    return "XLA has nothing like TensorFlow's LSTM and was not tried";
  }
  // Fifty steps of a recurrent net: a minute and a half to compile, and then 2.5 times as slow as the plain graph.
  if (mostUses(nodes) > mostUsesForXla) return "XLA is slow at unrolled recurrent nets and was not tried";
  const depths = [graph, ...graph.functions].map((one) => depthOf(one.nodes));
  if (Math.max(...depths) <= deepestForXla && nodes.length <= mostNodesForXla) return undefined;
  return `XLA would take minutes to compile ${nodes.length} operations and was not tried`;
}

/** All nodes of a graph, also of what loops in it repeat. */
export function allNodes({ nodes, functions }: StepGraph): NodeDef[] {
  return [...nodes, ...functions.flatMap((one) => one.nodes)];
}

// What XLA's compiler took on two cores: 1.3 s for 250 to 600 operations, 12.6 s for the 2200 of two transformer blocks.
const compilerMs = 900;
const compilerMsPerSquare = 0.0024;

/** Milliseconds that XLA takes to compile so many operations, about. */
export function xlaCompileMs(nodes: number): number {
  return compilerMs + compilerMsPerSquare * nodes ** 2;
}

// What hands on a part or another shape of a tensor.
const views = new Set(["Slice", "StridedSlice", "Reshape", "Identity", "Cast"]);

/** In how many matrix products the tensor stands that stands in most. */
function mostUses(nodes: NodeDef[]): number {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const sourceOf = (name: string): string => {
    const node = byName.get(name);
    return node && views.has(node.op) ? sourceOf(node.input[0]) : name;
  };
  const uses = new Map<string, number>();
  const products = nodes.filter(({ op }) => op.includes("MatMul"));
  for (const source of products.flatMap(({ input }) => input.map(sourceOf))) {
    uses.set(source, (uses.get(source) ?? 0) + 1);
  }
  return Math.max(0, ...uses.values());
}

/** The most operations that wait for one another. Every node comes after its inputs. */
function depthOf(nodes: NodeDef[]): number {
  const depths = new Map<string, number>();
  for (const { name, input } of nodes) {
    depths.set(name, 1 + Math.max(0, ...input.map((source) => depths.get(source.split(":")[0])!)));
  }
  return Math.max(0, ...depths.values());
}
