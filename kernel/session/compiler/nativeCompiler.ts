import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createMessageConnection, type MessageConnection, StreamMessageReader } from "vscode-jsonrpc/node";
import {
  CompilerGone,
  CompilerLate,
  type CompletionItem,
  type Definition,
  type ServerDiagnostic,
  type SignatureHelp,
  type TypeServer,
  variableKind,
} from "../../language/check/typeServer.js";
import type { Position } from "../../protocol/positions.js";
import { answerMs } from "./answerMs.js";
import { BatchWriter } from "./batchWriter.js";

/** How long it may take to be there, ms: far longer than on the slowest machine, as nothing is checked after that. */
const startMs = 60_000;

/** Nobody needs imports to be written for them in a notebook's completions: they would swamp the names in scope. */
const settings = {
  suggest: { autoImports: false },
  preferences: { includeCompletionsForModuleExports: false },
};

const capabilities = {
  textDocument: {
    completion: { completionItem: { snippetSupport: false } },
    hover: { contentFormat: ["markdown"] },
    definition: { linkSupport: true },
    signatureHelp: { signatureInformation: { documentationFormat: ["markdown"] } },
    diagnostic: {},
  },
  workspace: { configuration: true },
};

interface Document {
  version: number;
  languageId: string;
  text: string;
}

/**
 * The native TypeScript compiler, spoken to by the Language Server Protocol. When its process dies, the next call starts
 * another; one that never came to answer is not tried again.
 */
export class NativeCompiler implements TypeServer {
  private process!: ChildProcess;
  private connection!: MessageConnection;
  private ready!: Promise<void>;
  private isGone = false;
  private isClosed = false;
  /** Whether some process has answered. */
  private hasAnswered = false;
  /** How the last process ended. */
  private reason = "";
  private readonly documents = new Map<string, Document>();

  constructor(private readonly folder: string) {
    this.connect();
  }

  private connect(): void {
    this.isGone = false;
    // In a group of its own, for Jupyter's interrupt goes to the kernel's group. It ends when its input does.
    this.process = spawn(compilerPath(), ["--lsp", "--stdio"], {
      stdio: ["pipe", "pipe", "ignore"],
      detached: true,
    });
    const { stdin, stdout } = this.process as Required<ChildProcess>;
    stdin?.on("error", () => undefined); // its end is noticed otherwise
    const reader = new StreamMessageReader(stdout as NodeJS.ReadableStream);
    this.connection = createMessageConnection(reader, new BatchWriter(stdin as NodeJS.WritableStream));
    this.connection.onRequest("workspace/configuration", ({ items }) => items.map(() => settings));
    this.connection.onRequest(() => null);
    const { connection } = this;
    const gone = (reason: string) => this.lose(connection, reason);
    this.process.once("error", ({ message }) => gone(message));
    this.process.once("exit", (code, signal) => gone(`it ended with ${signal ?? `code ${code}`}`));
    connection.onClose(() => gone("it closed its output"));
    connection.onError(([{ message }]) => gone(message));
    connection.listen();
    this.ready = this.initialize();
    this.ready.catch(() => undefined); // whoever asks is told
  }

  /** Its process is gone: whoever waits for an answer is told so. */
  private lose(connection: MessageConnection, reason: string): void {
    if (connection !== this.connection || this.isGone) return;
    this.isGone = true;
    this.reason = reason;
    connection.dispose();
    this.process.kill("SIGKILL"); // one that hangs hears nothing else
  }

  /** Whether there is no use in asking. */
  private get isBroken(): boolean {
    return this.isGone && !this.hasAnswered;
  }

  /** Another process in place of one that is gone, with the same documents, in the order in which they were written. */
  private revive(): void {
    if (!this.isGone || this.isClosed || this.isBroken) return;
    this.connect();
    for (const [name, document] of this.documents) this.open(name, document);
  }

  write(name: string, text: string, languageId = languageOf(name)): void {
    const version = (this.documents.get(name)?.version ?? 0) + 1;
    const document = { version, languageId, text };
    this.revive();
    this.documents.set(name, document);
    if (version === 1) return this.open(name, document);
    const textDocument = { uri: this.uri(name), version };
    this.notify("textDocument/didChange", { textDocument, contentChanges: [{ text }] });
  }

  private open(name: string, document: Document): void {
    this.notify("textDocument/didOpen", { textDocument: { uri: this.uri(name), ...document } });
  }

  filesChanged(changes: { path: string; type: 1 | 2 | 3 }[]): void {
    const list = changes.map(({ path, type }) => ({ uri: pathToFileURL(path).href, type }));
    this.notify("workspace/didChangeWatchedFiles", { changes: list });
  }

  async diagnostics(name: string): Promise<ServerDiagnostic[]> {
    const report = await this.request("textDocument/diagnostic", { textDocument: { uri: this.uri(name) } });
    return (report as { items?: ServerDiagnostic[] }).items ?? [];
  }

  async completions(name: string, position: Position): Promise<CompletionItem[]> {
    const list = await this.at("completion", name, position);
    return ((list as { items?: CompletionItem[] } | null)?.items ?? list ?? []) as CompletionItem[];
  }

  async described(item: CompletionItem): Promise<CompletionItem> {
    if (item.kind !== variableKind) return item;
    return (await this.request("completionItem/resolve", item)) as CompletionItem;
  }

  async hover(name: string, position: Position): Promise<string | undefined> {
    const hover = (await this.at("hover", name, position)) as { contents?: { value: string } } | null;
    return hover?.contents?.value || undefined;
  }

  async signatures(name: string, position: Position): Promise<SignatureHelp | undefined> {
    return ((await this.at("signatureHelp", name, position)) as SignatureHelp | null) ?? undefined;
  }

  async definition(name: string, position: Position): Promise<Definition | undefined> {
    const found = (await this.at("definition", name, position)) as Definition[] | null;
    return found?.[0];
  }

  textOf(uri: string): string {
    const path = fileURLToPath(uri);
    return this.documents.get(relative(this.folder, path))?.text ?? readFileSync(path, "utf8");
  }

  close(): void {
    this.isClosed = true;
    this.lose(this.connection, "it was closed");
  }

  private async initialize(): Promise<void> {
    const { connection } = this;
    const rootUri = pathToFileURL(this.folder).href;
    const tooLate = setTimeout(() => this.lose(connection, `no answer in ${startMs} ms`), startMs);
    try {
      await connection.sendRequest("initialize", { processId: process.pid, rootUri, capabilities });
    } finally {
      clearTimeout(tooLate);
    }
    this.hasAnswered = true;
    await connection.sendNotification("initialized", {});
  }

  private at(what: string, name: string, position: Position): Promise<unknown> {
    return this.request(`textDocument/${what}`, { textDocument: { uri: this.uri(name) }, position });
  }

  /**
   * Asks; once more when the process dies of the question.
   *
   * @throws CompilerGone when there is none to be asked
   * @throws CompilerLate when it does not answer
   */
  private async request(method: string, params: object, isAgain = false): Promise<unknown> {
    this.revive();
    const { connection } = this;
    let isLate = false;
    let limit: NodeJS.Timeout | undefined;
    try {
      await this.ready;
      limit = setTimeout(() => {
        isLate = true;
        this.lose(connection, `no answer in ${answerMs / 1000} s`);
      }, answerMs);
      return await connection.sendRequest(method, params);
    } catch (error) {
      if (isLate) throw new CompilerLate(this.reason);
      const isLost = connection !== this.connection || this.isGone;
      if (!isLost) throw error;
      if (isAgain || this.isBroken || this.isClosed) throw new CompilerGone(this.reason);
      return this.request(method, params, true);
    } finally {
      clearTimeout(limit);
    }
  }

  private notify(method: string, params: object): void {
    const { connection } = this;
    const send = () => connection.sendNotification(method, params);
    // What a process that is gone was not told, the next one is.
    this.ready.then(send).catch(() => undefined);
  }

  private uri(name: string): string {
    return pathToFileURL(join(this.folder, name)).href;
  }
}

function languageOf(name: string): string {
  return name.endsWith(".tsx") ? "typescriptreact" : "typescript";
}

/** The compiler for this machine; npm installs just that one. Where it is missing, the path that it should have. */
function compilerPath(): string {
  const name = `@typescript/typescript-${process.platform}-${process.arch}`;
  const binary = process.platform === "win32" ? "tsc.exe" : "tsc";
  try {
    return join(dirname(createRequire(__filename).resolve(`${name}/package.json`)), "lib", binary);
  } catch {
    return join(name, "lib", binary);
  }
}
