import ts from "typescript";
import { Checker } from "../check/checker.js";
import {
  CompilerGone,
  type CompletionItem,
  type LanguageServer,
  type Position,
} from "../check/languageServer.js";
import { compileCell } from "../compile/compileCell.js";
import type { Project } from "../project.js";
import type { Completeness, Completions, Conversion, Converter, Diagnostic, RanCell } from "./conversion.js";
import { codeFrame } from "../codeFrame.js";
import { completeMagic, type Magics, readMagics, type TypeCheck } from "./magics.js";
import { completenessOf, isWellFormed, parseCell } from "./parseCell.js";
import type { TslabConverter } from "./tslabConverter.js";

/** Converts cells: TypeScript 6 reads and emits them, the native TypeScript 7 checks them. */
export class NotebookConverter implements Converter {
  private readonly checker: Checker;
  private typeCheck: TypeCheck = "error";
  private tslab: Promise<TslabConverter> | undefined;
  private saysUnchecked = false;

  constructor(
    private readonly project: Project,
    private readonly folder: string,
    server: LanguageServer,
  ) {
    this.checker = new Checker(project, folder, server);
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
    const magics = magicsOf(cell);
    if ("diagnostics" in magics) return magics;
    if (magics.tslab) return (await this.loadTslab()).convert(magics.code);
    this.typeCheck = magics.typeCheck ?? this.typeCheck;
    const file = parseCell(magics.code);
    if (!isWellFormed(file))
      return { diagnostics: file.parseDiagnostics.map((one) => tellSyntax(one, file)) };
    const notes: string[] = [];
    const checked = this.checker.check(magics.code, file, this.typeCheck !== "off");
    const told = checked.catch((error) => this.unchecked(error, notes));
    const runnable = this.compile(magics, file);
    const diagnostics = await told;
    if (this.typeCheck === "error" && diagnostics.length > 0) return { diagnostics };
    return { runnable, warnings: diagnostics, notes };
  }

  /** A cell runs all the same where there is no compiler to check it; the first one says so. */
  private unchecked(error: unknown, notes: string[]): Diagnostic[] {
    if (!(error instanceof CompilerGone)) throw error;
    if (!this.saysUnchecked) notes.push(uncheckedNote(error.message));
    this.saysUnchecked = true;
    return [];
  }

  keep(missing: string[]): void {
    this.checker.keep(missing);
  }

  async complete(code: string, offset: number): Promise<Completions> {
    const magic = completeMagic(code.slice(0, offset));
    if (magic) return { ...magic, end: offset, kinds: magic.matches.map(() => "keyword") };
    const file = parseCell(code);
    const place = ts.getLineAndCharacterOfPosition(file, offset);
    const word = /[\p{ID_Continue}$]*$/u.exec(code.slice(0, offset))?.[0] ?? "";
    const found = await answered(this.checker.complete(code, file, place), []);
    const items = rank(
      found.filter(({ label }) => !isOurs(label, this.checker.live)),
      word,
    );
    const edit = items.find((item) => item.textEdit)?.textEdit?.range;
    const start = edit ? offsetOf(file, edit.start) : offset - word.length;
    const end = edit ? offsetOf(file, edit.end) : offset;
    const matches = items.map((item) => item.textEdit?.newText ?? item.insertText ?? item.label);
    return { matches, start, end, kinds: items.map(({ kind = 0 }) => kinds[kind] ?? "") };
  }

  async inspect(code: string, offset: number, whole: boolean): Promise<string | undefined> {
    const file = parseCell(code);
    const place = ts.getLineAndCharacterOfPosition(file, offset);
    const text = await answered(this.checker.inspect(code, file, place), undefined);
    if (text === undefined || text === unknownName) return undefined;
    const declaration = whole ? await this.checker.declaration(code, file, place) : undefined;
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

  /** tslab's compiler is loaded when a cell asks for it: most notebooks never do. */
  private loadTslab(): Promise<TslabConverter> {
    this.tslab ??= import("./tslabConverter.js").then(
      (made) => new made.TslabConverter(this.project, this.folder),
    );
    return this.tslab;
  }
}

function uncheckedNote(reason: string): string {
  return `kernel: types are not checked, and nothing is completed, as the compiler is gone (${reason}); to mend it, run "npm run setup" and restart the kernel`;
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

function tellSyntax(
  { start, length, messageText }: ts.DiagnosticWithLocation,
  file: ts.SourceFile,
): Diagnostic {
  const { line, character: column } = ts.getLineAndCharacterOfPosition(file, start);
  const message = ts.flattenDiagnosticMessageText(messageText, "\n");
  return { message, line, column, frame: codeFrame(file.text, { line, column, length }) };
}

/** What the compiler has to say of a name that it does not know. */
const unknownName = "```typescript\nany\n```\n";

/** Whether a name is the checker's own way to earlier cells. */
function isOurs(label: string, live: ReadonlySet<string>): boolean {
  return label === "$" && !live.has(label);
}

/** What starts like the word, then what holds it; each in the compiler's order. */
function rank(items: CompletionItem[], word: string): CompletionItem[] {
  const sought = word.toLowerCase();
  const rankOf = ({ filterText, label }: CompletionItem): number => {
    const text = filterText ?? label;
    if (text.startsWith(word)) return 0;
    if (text.toLowerCase().startsWith(sought)) return 1;
    return text.toLowerCase().includes(sought) ? 2 : 3;
  };
  const ranked = items.map((item) => ({ item, key: `${rankOf(item)}${item.sortText ?? ""}${item.label}` }));
  const fitting = ranked.filter(({ key }) => !key.startsWith("3"));
  return fitting.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ item }) => item);
}

function offsetOf(file: ts.SourceFile, { line, character }: Position): number {
  return ts.getPositionOfLineAndCharacter(file, line, character);
}

/** The protocol's numbers for kinds of completion, in the words that JupyterLab has icons for. */
const kinds: Record<number, string> = {
  2: "method",
  3: "function",
  4: "constructor",
  5: "field",
  6: "variable",
  7: "class",
  8: "interface",
  9: "module",
  10: "property",
  13: "enum",
  14: "keyword",
  17: "file",
  19: "folder",
  20: "enum member",
  21: "constant",
  25: "type parameter",
};
