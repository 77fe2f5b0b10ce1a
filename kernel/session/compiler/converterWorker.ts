import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { LanguageServer } from "./languageServer.js";
import { keepCompiledCode } from "../../child/patches/compileCache.js";
import type { Project } from "../../protocol/project.js";
import type { ConverterCall, ConverterReply } from "./converterThread.js";
import type * as converting from "../../language/notebookConverter.js";

const { project, folder } = workerData as { project: Project; folder: string };
keepCompiledCode(project.root);
// The native compiler starts while the other is loaded: the converter loads TypeScript.
const server = new LanguageServer(folder);
const { NotebookConverter } = createRequire(__filename)(
  "../../language/notebookConverter.js",
) as typeof converting;
const converter = new NotebookConverter(project, folder, server);
// The first conversion loads libraries and compiles the compiler; better before anyone waits for it.
void converter.warmUp();

/** Until it is known what ran under an earlier converter, nothing else is looked at: it may use any of that. */
let recalled: Promise<unknown> = Promise.resolve();

parentPort?.on("message", async ({ id, method, args }: ConverterCall) => {
  const before = recalled;
  const call = () => (converter[method] as (...given: unknown[]) => unknown)(...args);
  const answered = answer(id, () => before.then(call));
  if (method === "recall") recalled = answered;
  parentPort?.postMessage(await answered);
});

async function answer(id: number, call: () => unknown): Promise<ConverterReply> {
  try {
    return { id, value: await call() };
  } catch (error) {
    return { id, error: (error as Error).stack ?? String(error) };
  }
}
