import ts from "typescript";
import { mark } from "../protocol/cellParameters.js";
import type { Completeness, Completions, Conversion, Diagnostic } from "../protocol/conversion.js";
import type { Host } from "../protocol/host.js";
import type { Language, RanCell } from "../protocol/language.js";
import type { Position } from "../protocol/positions.js";
import type { Project } from "../protocol/project.js";
import { type Checked, Checker } from "./check/checker.js";
import { CompilerGone, CompilerLate, type CompletionItem, type TypeServer } from "./check/typeServer.js";
import { compileCell } from "./compile/compileCell.js";
import { codeFrame } from "./messages/codeFrame.js";
import { closedCode } from "./parse/closedCode.js";
import { fitted, ranked, unfinishedNames, wordBefore } from "./complete/completions.js";
import { completeMagic, type Magics, readMagics, type TypeCheck, withoutCommands } from "./parse/magics.js";
import { completenessOf, isWellFormed, parseCell } from "./parse/parseCell.js";

/** What another language converts cells with, whose head asks for it: `%%tslab`. */
export interface OtherConverter {
  convert(code: string): Conversion;
  reset(): void;
}

/** What the language of a notebook stands on. */
export interface LanguageParts {
  project: Project;
  /** The notebook's. */
  folder: string;
  host: Host;
  /** Checks types, completes and inspects. */
  server: TypeServer;
  /** Loads tslab's converter: most notebooks never ask for it. */
  loadTslab: () => Promise<OtherConverter>;
}

/** The language of one notebook: TypeScript in JavaScript reads and emits its cells, a {@link TypeServer} checks them. */
export class NotebookLanguage implements Language {
  private readonly checker: Checker;
  private typeCheck: TypeCheck = "error";
  private tslab: Promise<OtherConverter> | undefined;
  private saysUnchecked = false;

  constructor(private readonly parts: LanguageParts) {
    const { project, folder, host, server } = parts;
    this.checker = new Checker(project, folder, host, server);
  }

  /** Does once what every cell needs, for nobody; what goes wrong, the first cell is told. */
  async warmUp(): Promise<void> {
    const magics = readMagics("const warm: number = 1;\nwarm");
    const file = parseCell(magics.code);
    const checked = this.checker.check(magics.code, file, true);
    this.compile(magics, file);
    await checked.catch(() => undefined);
  }

  async convert(cell: string): Promise<Conversion> {
    this.checker.drop();
    const magics = magicsOf(cell);
    if ("diagnostics" in magics) return magics;
    if (magics.tslab) return (await (this.tslab ??= this.parts.loadTslab())).convert(magics.code);
    this.typeCheck = magics.typeCheck ?? this.typeCheck;
    const file = parseCell(magics.code);
    if (!isWellFormed(file))
      return { diagnostics: file.parseDiagnostics.map((one) => describeSyntax(one, file)) };
    if (magics.commands.length > 0)
      return { runnable: this.compile(magics, parseCell("")), rest: withoutCommands(cell) };
    const checked = this.checker.check(magics.code, file, this.typeCheck !== "off");
    const found = checked.catch((error) => this.unchecked(error));
    const runnable = this.compile(magics, file);
    const { errors: diagnostics, notes: said } = await found;
    const notes = [...this.checker.config.problems.splice(0).map(configNote), ...said];
    if (this.typeCheck === "error" && diagnostics.length > 0) return { diagnostics };
    return { runnable, warnings: diagnostics, notes };
  }

  /** A cell runs all the same where there is no compiler to check it; the first one says so. */
  private unchecked(error: unknown): Checked {
    if (error instanceof CompilerLate) return { errors: [], notes: [lateNote(error.message)] };
    if (!(error instanceof CompilerGone)) throw error;
    const notes = this.saysUnchecked ? [] : [uncheckedNote(error.message)];
    this.saysUnchecked = true;
    return { errors: [], notes };
  }

  keep(missing: string[]): void {
    this.checker.keep(missing);
  }

  async complete(code: string, offset: number): Promise<Completions> {
    const magic = completeMagic(code.slice(0, offset));
    if (magic) return { ...magic, end: offset, kinds: magic.matches.map(() => "keyword") };
    // What stands behind the cursor may be what keeps the compiler from reading what stands before it.
    const items =
      (await this.itemsAt(code, offset)) ?? (await this.itemsAt(code.slice(0, offset), offset)) ?? [];
    return fitted(items, code, offset);
  }

  /** The completions at a place, best first; undefined where there are none. */
  private async itemsAt(code: string, offset: number): Promise<CompletionItem[] | undefined> {
    const [file, place] = placed(code, offset);
    const found = await answered(this.checker.complete(file.text, file, place), []);
    const senseless = unfinishedNames(file.text, offset);
    if (!this.checker.live.has("$")) senseless.add("$"); // the checker's own way to earlier cells
    const names = found.filter((one) => !senseless.has(one.label) && !isSymbol(one) && !isOwn(one));
    const items = ranked(names, wordBefore(code, offset));
    const described = items.slice(0, mostDescribed).map((one) => answered(this.checker.describe(one), one));
    return items.length > 0 ? [...(await Promise.all(described)), ...items.slice(mostDescribed)] : undefined;
  }

  async inspect(code: string, offset: number, whole: boolean): Promise<string | undefined> {
    const [file, place] = placed(code, offset);
    const text = await answered(this.checker.inspect(file.text, file, place), undefined);
    if (text === undefined || text === unknownName) return undefined;
    const declaration = whole ? await this.checker.declaration(file.text, file, place) : undefined;
    return declaration ? `${text.trimEnd()}\n\n${declaration}` : text;
  }

  completeness(code: string): Completeness {
    const magics = magicsOf(code);
    return "diagnostics" in magics ? { status: "invalid" } : completenessOf(magics.code);
  }

  async reset(): Promise<void> {
    this.checker.clear();
    (await this.tslab)?.reset();
  }

  async recall(cells: RanCell[]): Promise<void> {
    for (const { code, missing } of cells) {
      const magics = magicsOf(code);
      if ("diagnostics" in magics || magics.tslab) continue;
      this.typeCheck = magics.typeCheck ?? this.typeCheck;
      await this.checker.recall(magics.code, parseCell(magics.code), missing);
    }
  }

  private compile({ commands }: Magics, file: ts.SourceFile) {
    const { modules } = this.checker.config;
    const compiled = compileCell(file, {
      live: this.checker.live,
      options: modules.emit as ts.CompilerOptions,
    });
    return { mode: "cell" as const, commands, modules, ...compiled };
  }
}

function uncheckedNote(reason: string): string {
  return `kernel: types are not checked, and nothing is completed, as the compiler is gone (${reason}); to mend it, run "npx tsdescent setup" and restart the kernel`;
}

function configNote(problem: string): string {
  return `kernel: tsconfig.json: ${problem} (what can be read of it holds; restart the kernel when it is mended)`;
}

function lateNote(reason: string): string {
  return `kernel: this cell's types are not checked, as the compiler gave ${reason}; the next cell has another one`;
}

/** What the compiler answers; `nothing` where it is gone. */
async function answered<Answer>(asked: Promise<Answer>, nothing: Answer): Promise<Answer> {
  return asked.catch((error) => {
    if (error instanceof CompilerGone) return nothing;
    throw error;
  });
}

function magicsOf(cell: string): Magics | { diagnostics: Diagnostic[] } {
  try {
    return readMagics(cell);
  } catch (error) {
    return { diagnostics: [{ message: (error as Error).message, line: 0, column: 0, frame: "" }] };
  }
}

function describeSyntax(
  { start, length, messageText }: ts.DiagnosticWithLocation,
  file: ts.SourceFile,
): Diagnostic {
  const { line, character: column } = ts.getLineAndCharacterOfPosition(file, start);
  const message = ts.flattenDiagnosticMessageText(messageText, "\n");
  return { message, line, column, frame: codeFrame(file.text, { line, column, length }) };
}

/** How many completions are looked at more closely. */
const mostDescribed = 200;

/** What the compiler has to say of a name that it does not know. */
const unknownName = "```typescript\nany\n```\n";

/** Whether it is what the compiler offers behind every dot for want of a better word: `[Symbol]`, which no type has. */
function isSymbol({ textEdit }: CompletionItem): boolean {
  return textEdit !== undefined && /^(?:\?\.)?\[Symbol\]$/.test(textEdit.newText);
}

/** Whether it is a name that the checker made for itself. */
function isOwn({ label }: CompletionItem): boolean {
  return label.startsWith(mark);
}

/** Code that is being written as a file without open ends, and a place in it. */
function placed(code: string, offset: number): [ts.SourceFile, Position] {
  const file = parseCell(closedCode(code, offset));
  return [file, ts.getLineAndCharacterOfPosition(file, offset)];
}
