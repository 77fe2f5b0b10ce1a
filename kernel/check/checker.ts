import ts from "typescript";
import type { Diagnostic } from "../convert/conversion.js";
import { codeFrame } from "../codeFrame.js";
import type { Project } from "../project.js";
import { notebookConfig, type NotebookConfig } from "./config.js";
import { globals, globalsFile } from "./globals.js";
import { type Declaration, declarationsOf, mentionedNames } from "./declarations.js";
import {
  type CompletionItem,
  LanguageServer,
  type Position,
  type ServerDiagnostic,
} from "./languageServer.js";
import { type Extension, Slots, withoutSlots } from "./slots.js";

/** A cell that was looked at and not yet run. */
interface Pending {
  extension: Extension;
  declared: Declaration[];
}

/** Knows the types of a notebook: of the cell that comes, and of all that ran. */
export class Checker {
  readonly config: NotebookConfig;
  private readonly server: LanguageServer;
  private readonly slots: Slots;
  private pending: Pending | undefined;

  constructor(project: Project, folder: string) {
    this.server = new LanguageServer(folder);
    this.slots = new Slots((name, text) => this.server.write(name, text));
    this.config = notebookConfig(project, folder, [this.slots.root, globalsFile, ...queryFiles]);
    this.server.write(globalsFile, globals);
    this.server.write("tsconfig.json", this.config.text, "json");
    for (const name of queryFiles) this.server.write(name, "export {};");
  }

  /** Names that earlier cells left for reading at run time. */
  get live(): ReadonlySet<string> {
    return this.slots.liveValues;
  }

  /** Every type error of a cell; none when types are not asked for. */
  async check(code: string, file: ts.SourceFile, types: boolean): Promise<Diagnostic[]> {
    const declared = declarationsOf(file);
    const extension = extensionOf(file);
    const slot = this.slots.place(code, extension, declared, mentionedNames(file, this.config.jsxNames));
    this.pending = { extension, declared };
    if (!types) return [];
    const found = await this.server.diagnostics(slot);
    const lines = code.split("\n").length;
    return found
      .filter(({ severity, range }) => severity === 1 && range.start.line < lines)
      .map((one) => tell(one, code));
  }

  /** The cell that was checked last has run, as far as it came. */
  keep(missing: string[]): void {
    if (this.pending) this.slots.keep(this.pending.extension, this.pending.declared, missing);
    this.pending = undefined;
  }

  clear(): void {
    this.pending = undefined;
    this.slots.clear();
  }

  /** Completions at a place in code that has not run. */
  async complete(code: string, file: ts.SourceFile, position: Position): Promise<CompletionItem[]> {
    return this.server.completions(this.query(code, file), position);
  }

  /** What is at that place: its type and documentation, or the signature of the call around it. */
  async inspect(code: string, file: ts.SourceFile, position: Position): Promise<string | undefined> {
    const name = this.query(code, file);
    const hover = await this.server.hover(name, position);
    const text = hover ?? (await this.signature(name, position));
    return text && withoutSlots(text).replace(/```typescript\n\s*```\n?/g, "");
  }

  close(): void {
    this.server.close();
  }

  private async signature(name: string, position: Position): Promise<string | undefined> {
    const help = await this.server.signatures(name, position);
    const active = help?.signatures[help.activeSignature ?? 0];
    if (!active) return undefined;
    const docs =
      typeof active.documentation === "string" ? active.documentation : active.documentation?.value;
    return `\`\`\`typescript\n${active.label}\n\`\`\`\n${docs ?? ""}`;
  }

  private query(code: string, file: ts.SourceFile): string {
    const name = queryFile(extensionOf(file));
    this.server.write(name, this.slots.text("query", code, declarationsOf(file), this.slots.liveNames));
    return name;
  }
}

function tell({ range: { start, end }, message }: ServerDiagnostic, code: string): Diagnostic {
  const length = end.line === start.line ? end.character - start.character : Infinity;
  const frame = codeFrame(code, { line: start.line, column: start.character, length });
  return { message: withoutSlots(message), line: start.line, column: start.character, frame };
}

function extensionOf(file: ts.SourceFile): Extension {
  return file.languageVariant === ts.LanguageVariant.JSX ? "tsx" : "ts";
}

/** Where code is looked at that has not run. */
const queryFiles = [queryFile("ts"), queryFile("tsx")];

function queryFile(extension: Extension): string {
  return `.tsdescent-query.${extension}`;
}
