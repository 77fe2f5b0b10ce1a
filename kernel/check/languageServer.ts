import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createMessageConnection, type MessageConnection, StreamMessageReader } from "vscode-jsonrpc/node";
import { BatchWriter } from "./batchWriter.js";

/** A place in a file, from 0, in UTF-16 units. */
export interface Position {
  line: number;
  character: number;
}

/** What the compiler has to say about a stretch of a file. */
export interface ServerDiagnostic {
  range: { start: Position; end: Position };
  /** 1 is an error. */
  severity: number;
  code: number;
  message: string;
}

/** One completion. */
export interface CompletionItem {
  label: string;
  kind?: number;
  sortText?: string;
  insertText?: string;
  filterText?: string;
  textEdit?: { range: { start: Position; end: Position }; newText: string };
}

/** Where a name is declared: the file, and the lines of the declaration. */
export interface Definition {
  targetUri: string;
  targetRange: { start: Position; end: Position };
  targetSelectionRange: { start: Position; end: Position };
}

interface SignatureHelp {
  signatures: { label: string; documentation?: string | { value: string } }[];
  activeSignature?: number;
}

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

/**
 * The native TypeScript compiler, spoken to by the Language Server Protocol. The files of a notebook exist only in
 * its memory, as documents that an editor would have open.
 */
export class LanguageServer {
  private readonly process: ChildProcess;
  private readonly connection: MessageConnection;
  private readonly documents = new Map<string, { version: number; text: string }>();
  private readonly ready: Promise<void>;

  constructor(private readonly folder: string) {
    // In a group of its own, for Jupyter's interrupt goes to the kernel's group. It ends when its input does.
    this.process = spawn(compilerPath(), ["--lsp", "--stdio"], {
      stdio: ["pipe", "pipe", "ignore"],
      detached: true,
    });
    const { stdin, stdout } = this.process as Required<ChildProcess>;
    const reader = new StreamMessageReader(stdout as NodeJS.ReadableStream);
    this.connection = createMessageConnection(reader, new BatchWriter(stdin as NodeJS.WritableStream));
    this.connection.onRequest("workspace/configuration", ({ items }) => items.map(() => settings));
    this.connection.onRequest(() => null);
    this.connection.listen();
    this.ready = this.initialize();
  }

  /** Puts a document there, or changes the one that is there. */
  write(name: string, text: string, languageId = languageOf(name)): void {
    const version = (this.documents.get(name)?.version ?? 0) + 1;
    this.documents.set(name, { version, text });
    const uri = this.uri(name);
    if (version === 1)
      this.notify("textDocument/didOpen", { textDocument: { uri, languageId, version, text } });
    else
      this.notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text }] });
  }

  /** Tells that files on the disk were made (1), changed (2) or removed (3). */
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

  /** Type and documentation, as Markdown. */
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

  /** What is in a file that the compiler named: in its memory, or on the disk. */
  textOf(uri: string): string {
    const path = fileURLToPath(uri);
    return this.documents.get(relative(this.folder, path))?.text ?? readFileSync(path, "utf8");
  }

  close(): void {
    this.connection.dispose();
    this.process.kill();
  }

  private async initialize(): Promise<void> {
    const rootUri = pathToFileURL(this.folder).href;
    await this.connection.sendRequest("initialize", { processId: process.pid, rootUri, capabilities });
    await this.connection.sendNotification("initialized", {});
  }

  private at(what: string, name: string, position: Position): Promise<unknown> {
    return this.request(`textDocument/${what}`, { textDocument: { uri: this.uri(name) }, position });
  }

  private async request(method: string, params: object): Promise<unknown> {
    await this.ready;
    return this.connection.sendRequest(method, params);
  }

  private notify(method: string, params: object): void {
    void this.ready.then(() => this.connection.sendNotification(method, params));
  }

  private uri(name: string): string {
    return pathToFileURL(join(this.folder, name)).href;
  }
}

function languageOf(name: string): string {
  return name.endsWith(".tsx") ? "typescriptreact" : "typescript";
}

/** The compiler for this machine; npm installs just that one. */
function compilerPath(): string {
  const name = `@typescript/typescript-${process.platform}-${process.arch}`;
  const binary = process.platform === "win32" ? "tsc.exe" : "tsc";
  return join(dirname(createRequire(__filename).resolve(`${name}/package.json`)), "lib", binary);
}
