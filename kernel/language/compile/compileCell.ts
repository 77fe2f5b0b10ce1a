import ts from "typescript";
import { cellParameter, parametersOf } from "../../protocol/cellParameters.js";
import { editCell } from "./editCell.js";
import { kernelCalls } from "./kernelCalls.js";
import { referTo } from "./references.js";
import { editedText } from "../../protocol/textEdits.js";
import { declaredNames, TopLevel } from "./topLevel.js";

/** A cell as JavaScript. */
export interface CompiledCell {
  /** An async function of {@link parametersOf} the `names`. */
  code: string;
  /**
   * From that code to the cell, as JSON: a source map, or the edits that made the one of the other. Generated lines
   * count from 1 below the function's head.
   */
  map: string;
  /** Names of the notebook that the code reads or sets, in the order of its parameters. */
  names: string[];
  /** Those among them that the cell declares. */
  declared: string[];
}

/** What compiling needs besides the code. */
export interface CompileOptions {
  /** Names that earlier cells declared. */
  live: ReadonlySet<string>;
  /** What the notebook folder's tsconfig.json says about emitting. */
  options: ts.CompilerOptions;
}

const fixed: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  sourceMap: true,
  inlineSources: true,
  noEmitHelpers: false,
  removeComments: false,
};

/**
 * Compiles one cell, without looking at types. The last expression is what the function gives, by `last` of {@link cellParameter}.
 */
export function compileCell(file: ts.SourceFile, { live, options }: CompileOptions): CompiledCell {
  const edited = options.useDefineForClassFields === false ? undefined : editCell(file, live);
  if (!edited) return transformed(file, { live, options });
  const { source, edits, used, declared } = edited;
  const names = [...new Set([...declared, ...used])];
  return { code: wrap(editedText(edited), names), map: JSON.stringify({ source, edits }), names, declared };
}

/** What needs more than editing: JSX, enums, decorators, `using`, a `var` in a block. */
function transformed(file: ts.SourceFile, { live, options }: CompileOptions): CompiledCell {
  const used = new Set<string>();
  let declared: string[] = [];
  const after = (context: ts.TransformationContext) => (file: ts.SourceFile) => {
    declared = declaredNames(file);
    const names = new Set([...live, ...declared]);
    const body = new TopLevel(context, names, referTo(context.factory, used)).body(file);
    return context.factory.updateSourceFile(
      file,
      body.map((one) => kernelCalls(context, one)),
    );
  };
  const { outputText, sourceMapText = "{}" } = ts.transpileModule(file.text, {
    fileName: file.languageVariant === ts.LanguageVariant.JSX ? "cell.tsx" : "cell.ts",
    compilerOptions: { ...options, ...fixed },
    transformers: { before: [returnLast], after: [after] },
  });
  const names = [...new Set([...declared, ...used])];
  return { code: wrap(outputText, names), map: sourceMapText, names, declared };
}

function wrap(output: string, names: string[]): string {
  const body = output.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "");
  return `(async function (${parametersOf(names).join(", ")}) { "use strict";\n${body}\n})`;
}

/** Makes the last expression what the cell gives. */
function returnLast({ factory }: ts.TransformationContext) {
  return (file: ts.SourceFile): ts.SourceFile => {
    const last = file.statements.at(-1);
    if (!last || !ts.isExpressionStatement(last)) return file;
    const give = factory.createPropertyAccessExpression(factory.createIdentifier(cellParameter), "last");
    const given = factory.createCallExpression(give, undefined, [last.expression]);
    const returned = ts.setTextRange(factory.createReturnStatement(given), last);
    return factory.updateSourceFile(file, [...file.statements.slice(0, -1), returned]);
  };
}
