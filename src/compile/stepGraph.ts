import type { StepGraph } from "./buildGraph";
import { encodeAttr, encodeGraph, type FunctionBody, type NodeDef } from "./graphDef";
import { type Pointer, type TensorflowApi, withStatus } from "./tensorflowApi";

/** A graph in TensorFlow's memory, and the places where tensors enter and leave it. */
export interface NativeGraph {
  graph: Pointer;
  /** Arrays of `TF_Output`, in the order of the feeds and of the fetches. */
  inputs: Buffer;
  outputs: Buffer;
}

/** The graph as it was recorded, run operation by operation; the caller deletes it. */
export function plainGraph(
  api: TensorflowApi,
  { nodes, fetches, functions }: StepGraph,
  feeds: string[],
): NativeGraph {
  return newGraph(api, (graph) => {
    for (const body of functions) defineFunction(api, graph, body);
    importNodes(api, graph, nodes);
    return placesIn(api, graph, feeds, fetches);
  });
}

/** A graph that calls the recorded one as a function, which XLA must compile; the caller deletes it. */
export function xlaGraph(api: TensorflowApi, step: StepGraph, feeds: string[]): NativeGraph {
  const { nodes, fetches, functions } = step;
  return xlaCall(api, [{ name: "recorded_step", nodes, feeds, fetches }, ...functions]);
}

/** A graph that calls the first function, which XLA must compile with the others that it calls; the caller deletes it. */
export function xlaCall(api: TensorflowApi, functions: FunctionBody[]): NativeGraph {
  const [{ name, nodes, feeds, fetches }] = functions;
  const fed = new Set(feeds);
  const placeholders = nodes.filter((node) => fed.has(node.name));
  const call: NodeDef = { name: "call", op: name, input: feeds, attr: { _XlaMustCompile: { b: true } } };
  const outputs = fetches.map((_, index) => `call:${index}`);
  return newGraph(api, (graph) => {
    for (const body of functions) defineFunction(api, graph, body, { forXla: true });
    importNodes(api, graph, [...placeholders, call]);
    return placesIn(api, graph, feeds, outputs);
  });
}

/** Makes a function known in a graph. */
function defineFunction(
  api: TensorflowApi,
  into: Pointer,
  { name, nodes, feeds, fetches }: FunctionBody,
  { forXla } = { forXla: false },
): void {
  const { graph, inputs, outputs } = newGraph(api, (graph) => {
    importNodes(api, graph, nodes);
    return placesIn(api, graph, feeds, fetches);
  });
  try {
    const made = withStatus(api, "xla", (status) =>
      // prettier-ignore
      api.TF_GraphToFunction(graph, name, 0, -1, null, feeds.length, inputs, fetches.length, outputs, null, 0, null, status),
    );
    try {
      if (forXla) demandXla(api, made);
      withStatus(api, "xla", (status) => api.TF_GraphCopyFunction(into, made, 0, status));
    } finally {
      api.TF_DeleteFunction(made);
    }
  } finally {
    api.TF_DeleteGraph(graph);
  }
}

function demandXla(api: TensorflowApi, made: Pointer): void {
  const must = encodeAttr({ b: true });
  withStatus(api, "xla", (status) =>
    api.TF_FunctionSetAttrValueProto(made, "_XlaMustCompile", must, must.length, status),
  );
}

function newGraph(api: TensorflowApi, fill: (graph: Pointer) => Omit<NativeGraph, "graph">): NativeGraph {
  const graph = api.TF_NewGraph();
  try {
    return { graph, ...fill(graph) };
  } catch (error) {
    api.TF_DeleteGraph(graph);
    throw error;
  }
}

function importNodes(api: TensorflowApi, graph: Pointer, nodes: NodeDef[]): void {
  const bytes = encodeGraph(nodes);
  const buffer = api.TF_NewBufferFromString(bytes, bytes.length);
  const options = api.TF_NewImportGraphDefOptions();
  try {
    withStatus(api, "graph", (status) => api.TF_GraphImportGraphDef(graph, buffer, options, status));
  } finally {
    api.TF_DeleteImportGraphDefOptions(options);
    api.TF_DeleteBuffer(buffer);
  }
}

function placesIn(
  api: TensorflowApi,
  graph: Pointer,
  feeds: string[],
  fetches: string[],
): Omit<NativeGraph, "graph"> {
  return { inputs: places(api, graph, feeds), outputs: places(api, graph, fetches) };
}

/** An array of `TF_Output`: the address of an operation, then the number of its output. */
function places(api: TensorflowApi, graph: Pointer, names: string[]): Buffer {
  const array = Buffer.alloc(Math.max(16 * names.length, 1));
  names.forEach((full, index) => {
    const [name, output = "0"] = full.split(":");
    array.writeBigUInt64LE(BigInt(api.TF_GraphOperationByName(graph, name)), 16 * index);
    array.writeInt32LE(Number(output), 16 * index + 8);
  });
  return array;
}
