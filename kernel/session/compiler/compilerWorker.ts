import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { keepCompiledCode } from "../../child/patches/compileCache.js";
import type * as languages from "../../language/notebookLanguage.js";
import type { Project } from "../../protocol/project.js";
import type { LanguageCall, LanguageReply } from "./compilerThread.js";
import { NativeCompiler } from "./nativeCompiler.js";
import { nodeHost } from "./nodeHost.js";

const { project, folder } = workerData as { project: Project; folder: string };
keepCompiledCode(project.cache);
// The native compiler starts while the other is loaded: the language loads TypeScript.
const server = new NativeCompiler(folder);
const { NotebookLanguage } = createRequire(__filename)(
  "../../language/notebookLanguage.js",
) as typeof languages;
const loadTslab = async () => {
  const { TslabConverter } = await import("./tslabConverter.js");
  return new TslabConverter(project, folder);
};
const language = new NotebookLanguage({ project, folder, host: nodeHost, server, loadTslab });
// The first conversion loads libraries and compiles the compiler; better before anyone waits for it.
void language.warmUp();

/** Until it is known what ran under an earlier thread, nothing else is looked at: it may use any of that. */
let recalled: Promise<unknown> = Promise.resolve();

parentPort?.on("message", async ({ id, method, args }: LanguageCall) => {
  const before = recalled;
  const call = () => (language[method] as (...given: unknown[]) => unknown)(...args);
  const answered = answer(id, () => before.then(call));
  if (method === "recall") recalled = answered;
  post(await answered);
});

/** An answer that cannot be sent is an error of that call's, not the end of the thread. */
function post(reply: LanguageReply): void {
  try {
    parentPort?.postMessage(reply);
  } catch (error) {
    parentPort?.postMessage({ id: reply.id, error: String(error) } satisfies LanguageReply);
  }
}

async function answer(id: number, call: () => unknown): Promise<LanguageReply> {
  try {
    return { id, value: await call() };
  } catch (error) {
    return { id, error: (error as Error).stack ?? String(error) };
  }
}
