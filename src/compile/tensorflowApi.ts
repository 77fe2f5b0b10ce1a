import koffi from "koffi";
import { libtensorflowPath } from "../backend/backendChoice";

/** An address in TensorFlow's memory. Addresses have 48 bits, so that a number holds them exactly. */
export type Pointer = number;

// A stack of 128 kB, koffi's default for asynchronous calls, is too small for XLA's compiler.
const asyncStackBytes = 8 * 2 ** 20;

// `uint64` where a pointer is meant: koffi then takes and returns plain numbers, which costs less than BigInt.
const signatures = {
  TF_Version: "str TF_Version()",
  TF_NewStatus: "uint64 TF_NewStatus()",
  TF_DeleteStatus: "void TF_DeleteStatus(uint64 status)",
  TF_GetCode: "int TF_GetCode(uint64 status)",
  TF_Message: "str TF_Message(uint64 status)",
  TF_AllocateTensor: "uint64 TF_AllocateTensor(int dtype, void* dims, int rank, size_t bytes)",
  TF_DeleteTensor: "void TF_DeleteTensor(uint64 tensor)",
  TF_TensorData: "uint64 TF_TensorData(uint64 tensor)",
  TF_TensorByteSize: "size_t TF_TensorByteSize(uint64 tensor)",
  TF_NewBufferFromString: "uint64 TF_NewBufferFromString(void* bytes, size_t length)",
  TF_DeleteBuffer: "void TF_DeleteBuffer(uint64 buffer)",
  TF_NewGraph: "uint64 TF_NewGraph()",
  TF_DeleteGraph: "void TF_DeleteGraph(uint64 graph)",
  TF_NewImportGraphDefOptions: "uint64 TF_NewImportGraphDefOptions()",
  TF_DeleteImportGraphDefOptions: "void TF_DeleteImportGraphDefOptions(uint64 options)",
  TF_GraphImportGraphDef:
    "void TF_GraphImportGraphDef(uint64 graph, uint64 buffer, uint64 options, uint64 status)",
  TF_GraphOperationByName: "uint64 TF_GraphOperationByName(uint64 graph, str name)",
  TF_GraphToFunction:
    "uint64 TF_GraphToFunction(uint64 graph, str name, uint8 hash, int operations, void* all, int inputs, void* ins, int outputs, void* outs, void* names, uint64 options, str description, uint64 status)",
  TF_FunctionSetAttrValueProto:
    "void TF_FunctionSetAttrValueProto(uint64 function, str name, void* proto, size_t bytes, uint64 status)",
  TF_GraphCopyFunction:
    "void TF_GraphCopyFunction(uint64 graph, uint64 function, uint64 gradient, uint64 status)",
  TF_DeleteFunction: "void TF_DeleteFunction(uint64 function)",
  TF_NewSessionOptions: "uint64 TF_NewSessionOptions()",
  TF_SetConfig: "void TF_SetConfig(uint64 options, void* config, size_t bytes, uint64 status)",
  TF_DeleteSessionOptions: "void TF_DeleteSessionOptions(uint64 options)",
  TF_NewSession: "uint64 TF_NewSession(uint64 graph, uint64 options, uint64 status)",
  TF_CloseSession: "void TF_CloseSession(uint64 session, uint64 status)",
  TF_DeleteSession: "void TF_DeleteSession(uint64 session, uint64 status)",
  TF_SessionRun:
    "void TF_SessionRun(uint64 session, void* run, void* inputs, void* fed, int inputCount, void* outputs, void* fetched, int outputCount, void* targets, int targetCount, void* metadata, uint64 status)",
} as const;

type Signatures = typeof signatures;

interface NativeFunction<Result> {
  (...args: unknown[]): Result;
  async(...args: unknown[]): void;
}

/** The functions of TensorFlow's C interface that we call, by name. */
export type TensorflowApi = {
  readonly [name in keyof Signatures]: NativeFunction<
    Signatures[name] extends `str ${string}` ? string : number
  >;
};

let loaded: TensorflowApi | undefined;

/**
 * TensorFlow's C interface, on the library that tfjs-node has loaded; undefined where there is none.
 *
 * ```ts
 * tensorflowApi()?.TF_Version() // "2.21.0"
 * ```
 */
export function tensorflowApi(): TensorflowApi | undefined {
  return (loaded ??= load());
}

function load(): TensorflowApi | undefined {
  const path = libtensorflowPath();
  if (!path) return undefined;
  configureStack();
  const library = koffi.load(path);
  const entries = Object.entries(signatures).map(([name, signature]) => [name, library.func(signature)]);
  return Object.fromEntries(entries) as TensorflowApi;
}

function configureStack(): void {
  const now = koffi.config();
  if ((now.async_stack_size ?? 0) >= asyncStackBytes) return;
  try {
    koffi.config({ ...now, async_stack_size: asyncStackBytes });
  } catch {
    // koffi has made its stacks already, at another library's call: synchronous runs still have 2 MB.
  }
}

/** An error from TensorFlow's C interface, with its code and message. */
export class TensorflowError extends Error {
  override name = "TensorflowError";
  constructor(
    where: string,
    readonly code: number,
    message: string,
  ) {
    super(`${where}: ${message}`);
  }
}

/** Calls with a fresh status, and throws the status' message as a {@link TensorflowError} unless it is OK. */
export function withStatus<T>(api: TensorflowApi, where: string, call: (status: Pointer) => T): T {
  const status = api.TF_NewStatus();
  try {
    const result = call(status);
    throwUnlessOk(api, where, status);
    return result;
  } finally {
    api.TF_DeleteStatus(status);
  }
}

/** Throws what a status says, unless it says OK. */
export function throwUnlessOk(api: TensorflowApi, where: string, status: Pointer): void {
  const code = api.TF_GetCode(status);
  if (code !== 0) throw new TensorflowError(where, code, api.TF_Message(status));
}

/** The first line of what an error says. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0];
}
