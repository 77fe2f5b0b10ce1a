import { type IField, Root, type Type } from "protobufjs/light";

/** TensorFlow's data types, by their number in its C API and its protocol buffers. */
export const DataType = {
  float32: 1,
  int32: 3,
  string: 7,
  complex64: 8,
  int64: 9,
  bool: 10,
  variant: 21,
} as const;

/** An attribute of a node: exactly one field is set, as in TensorFlow's `AttrValue`. */
export interface AttrValue {
  s?: Uint8Array;
  i?: number;
  f?: number;
  b?: boolean;
  type?: number;
  shape?: TensorShape;
  tensor?: TensorValue;
  list?: { i?: number[]; f?: number[]; b?: boolean[]; type?: number[]; shape?: TensorShape[] };
  func?: { name: string };
}

/** The shape of a tensor, one `size` a dimension. */
export interface TensorShape {
  dim: { size: number }[];
}

/** The value of a constant: its bytes in the machine's order. */
export interface TensorValue {
  dtype: number;
  tensorShape: TensorShape;
  tensorContent: Uint8Array;
}

/** An operation with its inputs: `name:output` for data, `^name` for order. */
export interface NodeDef {
  name: string;
  op: string;
  input: string[];
  attr: Record<string, AttrValue>;
}

/** A function of a graph: its nodes, the placeholders that are its arguments, and what it returns. */
export interface FunctionBody {
  name: string;
  nodes: NodeDef[];
  feeds: string[];
  fetches: string[];
}

/** How a session runs; the fields of TensorFlow's `ConfigProto` that we set. */
export interface SessionConfig {
  intraOpParallelismThreads?: number;
  interOpParallelismThreads?: number;
  usePerSessionThreads?: boolean;
  graphOptions?: { rewriteOptions?: Record<string, number | boolean> };
  experimental?: { executorType?: string };
}

// Protobufjs' own types forget map fields.
const mapField = (field: { keyType: string; type: string; id: number }): IField => field;

// Field numbers from tensorflow/core/framework/*.proto and protobuf/config.proto; only what we write.
const root = Root.fromJSON({
  nested: {
    GraphDef: {
      fields: {
        node: { rule: "repeated", type: "NodeDef", id: 1 },
        versions: { type: "VersionDef", id: 4 },
      },
    },
    VersionDef: { fields: { producer: { type: "int32", id: 1 } } },
    NodeDef: {
      fields: {
        name: { type: "string", id: 1 },
        op: { type: "string", id: 2 },
        input: { rule: "repeated", type: "string", id: 3 },
        device: { type: "string", id: 4 },
        attr: mapField({ keyType: "string", type: "AttrValue", id: 5 }),
      },
    },
    AttrValue: {
      oneofs: { value: { oneof: ["list", "s", "i", "f", "b", "type", "shape", "tensor", "func"] } },
      fields: {
        list: { type: "ListValue", id: 1 },
        s: { type: "bytes", id: 2 },
        i: { type: "int64", id: 3 },
        f: { type: "float", id: 4 },
        b: { type: "bool", id: 5 },
        type: { type: "int32", id: 6 },
        shape: { type: "TensorShape", id: 7 },
        tensor: { type: "TensorValue", id: 8 },
        func: { type: "Func", id: 10 },
      },
    },
    ListValue: {
      fields: {
        i: { rule: "repeated", type: "int64", id: 3 },
        f: { rule: "repeated", type: "float", id: 4 },
        b: { rule: "repeated", type: "bool", id: 5 },
        type: { rule: "repeated", type: "int32", id: 6 },
        shape: { rule: "repeated", type: "TensorShape", id: 7 },
      },
    },
    Func: { fields: { name: { type: "string", id: 1 } } },
    TensorShape: { fields: { dim: { rule: "repeated", type: "Dim", id: 2 } } },
    Dim: { fields: { size: { type: "int64", id: 1 } } },
    TensorValue: {
      fields: {
        dtype: { type: "int32", id: 1 },
        tensorShape: { type: "TensorShape", id: 2 },
        tensorContent: { type: "bytes", id: 4 },
      },
    },
    ConfigProto: {
      fields: {
        intraOpParallelismThreads: { type: "int32", id: 2 },
        interOpParallelismThreads: { type: "int32", id: 5 },
        usePerSessionThreads: { type: "bool", id: 9 },
        graphOptions: { type: "GraphOptions", id: 10 },
        experimental: { type: "Experimental", id: 16 },
      },
    },
    GraphOptions: { fields: { rewriteOptions: { type: "RewriterConfig", id: 10 } } },
    RewriterConfig: {
      fields: {
        layoutOptimizer: { type: "int32", id: 1 },
        constantFolding: { type: "int32", id: 3 },
        arithmeticOptimization: { type: "int32", id: 7 },
        dependencyOptimization: { type: "int32", id: 8 },
        remapping: { type: "int32", id: 14 },
        disableMetaOptimizer: { type: "bool", id: 19 },
      },
    },
    Experimental: { fields: { executorType: { type: "string", id: 3 } } },
  },
});

// A graph of this version has no behaviour that later releases dropped; older libraries accept newer numbers.
const producer = 987;

function encode(type: Type, message: object): Uint8Array {
  return type.encode(type.fromObject(message)).finish();
}

/** The bytes of a TensorFlow `GraphDef` with these nodes. */
export function encodeGraph(nodes: NodeDef[]): Uint8Array {
  return encode(root.lookupType("GraphDef"), { node: nodes, versions: { producer } });
}

/** The bytes of a TensorFlow `AttrValue`. */
export function encodeAttr(value: AttrValue): Uint8Array {
  return encode(root.lookupType("AttrValue"), value);
}

/** The bytes of a TensorFlow `ConfigProto`. */
export function encodeConfig(config: SessionConfig): Uint8Array {
  return encode(root.lookupType("ConfigProto"), config);
}

/** The shape as TensorFlow's protocol buffers write it. */
export function tensorShape(shape: readonly number[]): TensorShape {
  return { dim: shape.map((size) => ({ size })) };
}
