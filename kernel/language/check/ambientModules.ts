import ts from "typescript";
import { complaint } from "../messages/diagnosticCodes.js";
import type { ServerDiagnostic } from "./typeServer.js";

/** The file in which modules are declared that bring no types. */
export const ambientFile = ".tsdescent-m.d.ts";

/** What the compiler says of a `declare module "x"` in a module, as cells are, where there is nothing to add to. */
const nothingToAddTo = new Set<number>([complaint.augmentsNothing, complaint.augmentsUntyped]);

/**
 * What cells declare of modules without types: in a cell, which is a module, `declare module "x"` could only add to
 * types that are there, so it moves to a file of its own.
 */
export class AmbientModules {
  private readonly kept = new Map<string, string>();
  private proposed = new Map<string, string>();

  constructor(private readonly write: (name: string, text: string) => void) {
    this.update();
  }

  /** Takes declarations out of a cell that the compiler refused, or that came before; undefined when there are none. */
  take(file: ts.SourceFile, found: ServerDiagnostic[]): string | undefined {
    const refused = found.filter(({ code }) => nothingToAddTo.has(code)).map(({ range }) => range.start);
    const moving = file.statements.filter(declaresModule).filter(({ name }) => {
      if (this.kept.has(name.text) || this.proposed.has(name.text)) return true;
      const { line, character } = ts.getLineAndCharacterOfPosition(file, name.getStart(file));
      return refused.some((one) => one.line === line && one.character === character);
    });
    if (moving.length === 0) return undefined;
    for (const one of moving) this.proposed.set(one.name.text, one.getText(file));
    this.update();
    return moving.reduce((code, one) => blanked(code, one.getStart(file), one.end), file.text);
  }

  /** The cell that declared some has run. */
  keep(): void {
    for (const [name, text] of this.proposed) this.kept.set(name, text);
    this.proposed.clear();
  }

  /** It has not. */
  drop(): void {
    if (this.proposed.size === 0) return;
    this.proposed.clear();
    this.update();
  }

  clear(): void {
    this.proposed.clear();
    this.kept.clear();
    this.update();
  }

  private update(): void {
    this.write(ambientFile, [...new Map([...this.kept, ...this.proposed]).values()].join("\n"));
  }
}

function declaresModule(
  statement: ts.Statement,
): statement is ts.ModuleDeclaration & { name: ts.StringLiteral } {
  return (
    ts.isModuleDeclaration(statement) &&
    ts.isStringLiteral(statement.name) &&
    !/^\.{0,2}\//.test(statement.name.text)
  );
}

/** A text with spaces in place of a stretch of it; whatever follows stays where it was. */
function blanked(text: string, from: number, to: number): string {
  return text.slice(0, from) + text.slice(from, to).replace(/[^\n]/g, " ") + text.slice(to);
}
