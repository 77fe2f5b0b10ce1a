import ts from "typescript";
import { cellParameter } from "../../protocol/cellParameters.js";
import { asCommonJs } from "../../protocol/fileEndings.js";
import type { ModuleOptions } from "../../protocol/runnable.js";
import { kernelCalls } from "./kernelCalls.js";

/** A module of the notebook's own as CommonJS. */
export interface CompiledModule {
  code: string;
  /** From that code to the module as it was written, as a source map's JSON. */
  map: string;
  /** Whether it has imports or exports. */
  isModule: boolean;
  /** Whether it has a top-level `await`, so that only an async function can hold it. */
  isAsync: boolean;
  /** What it imports before its own code runs, in order. */
  imports: string[];
}

/** A module that cannot be read, with the place (from 1) where reading stopped. */
export class ModuleSyntaxError extends SyntaxError {
  constructor(message: string, file: string, line: number, column: number) {
    super(message);
    this.name = "SyntaxError";
    this.stack = `SyntaxError: ${message}\n    at ${file}:${line}:${column}`;
  }
}

const fixed: ts.CompilerOptions = {
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2022,
  esModuleInterop: true,
  allowJs: true,
  sourceMap: true,
  inlineSources: true,
};

/** Compiles a module of TypeScript, or of JavaScript with `import` and `export`, without looking at types. */
export function compileModule(source: string, fileName: string, emit: ModuleOptions["emit"]): CompiledModule {
  const found = { isModule: false, isAsync: false, imports: [] as string[] };
  const before = (context: ts.TransformationContext) => (file: ts.SourceFile) => {
    found.isModule = ts.isExternalModule(file);
    found.isAsync = hasTopLevelAwait(file);
    return context.factory.updateSourceFile(
      file,
      file.statements.map((statement) => kernelCalls(context, statement)),
    );
  };
  const after = (context: ts.TransformationContext) => (file: ts.SourceFile) => {
    found.imports = requiredFirst(file);
    const statements = file.statements.map((statement) => definedByKernel(context, statement));
    return context.factory.updateSourceFile(file, statements);
  };
  const {
    outputText,
    sourceMapText = "{}",
    diagnostics = [],
  } = ts.transpileModule(source, {
    fileName: asCommonJs(fileName),
    reportDiagnostics: true,
    compilerOptions: { ...(emit as ts.CompilerOptions), ...fixed },
    transformers: { before: [before], after: [after] },
  });
  if (diagnostics.length > 0) throw syntaxError(diagnostics[0], source, fileName);
  return { code: outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, ""), map: sourceMapText, ...found };
}

function syntaxError(
  { messageText, start = 0 }: ts.Diagnostic,
  source: string,
  fileName: string,
): SyntaxError {
  const file = ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest);
  const { line, character } = ts.getLineAndCharacterOfPosition(file, start);
  const message = ts.flattenDiagnosticMessageText(messageText, "\n");
  return new ModuleSyntaxError(message, fileName, line + 1, character + 1);
}

/** `Object.defineProperty(exports, …)`, which TypeScript writes, is the kernel's to call: a cell may have replaced it. */
function definedByKernel({ factory }: ts.TransformationContext, statement: ts.Statement): ts.Statement {
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return statement;
  const { expression: callee, arguments: given } = statement.expression;
  const isDefining =
    ts.isPropertyAccessExpression(callee) &&
    callee.name.text === "defineProperty" &&
    ts.isIdentifier(given[0]) &&
    given[0].text === "exports";
  if (!isDefining) return statement;
  const define = factory.createPropertyAccessExpression(factory.createIdentifier(cellParameter), "define");
  const call = factory.createCallExpression(define, undefined, given);
  return ts.setTextRange(factory.createExpressionStatement(call), statement);
}

function hasTopLevelAwait(node: ts.Node): boolean {
  if (ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node)) return false;
  if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) return true;
  if (
    ts.isVariableDeclarationList(node) &&
    (node.flags & ts.NodeFlags.AwaitUsing) === ts.NodeFlags.AwaitUsing
  )
    return true;
  return Boolean(ts.forEachChild(node, (child) => hasTopLevelAwait(child) || undefined));
}

/** What the `require` calls at the top level of CommonJS ask for. */
function requiredFirst(file: ts.SourceFile): string[] {
  const requests: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "require") {
      const [request] = node.arguments;
      if (request && ts.isStringLiteralLike(request)) requests.push(request.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return requests;
}
