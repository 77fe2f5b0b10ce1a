import ts from "typescript";
import { withName } from "./assignments.js";
import { isGenerated, lexicalNames, listNames, varNames } from "../parse/bindings.js";
import { cellParameter } from "../../protocol/cellParameters.js";
import type { Referrer } from "./references.js";
import { ScopeRewriter } from "./scopeRewriter.js";

/**
 * Turns a module's top level into a function's body: what it declares goes into reference cells, what it imports
 * is awaited, functions are there from the start.
 */
export class TopLevel {
  private readonly rewriter: ScopeRewriter;
  private readonly factory: ts.NodeFactory;

  constructor(
    context: ts.TransformationContext,
    names: ReadonlySet<string>,
    private readonly refer: Referrer,
  ) {
    this.factory = context.factory;
    this.rewriter = new ScopeRewriter(this.factory, names, refer);
  }

  body(file: ts.SourceFile): ts.Statement[] {
    const imports = file.statements.filter(ts.isImportDeclaration).flatMap((one) => this.import(one));
    const functions = file.statements.filter(ts.isFunctionDeclaration).flatMap((one) => this.hoist(one));
    return [...imports, ...functions, ...file.statements.flatMap((statement) => this.convert(statement))];
  }

  private convert(statement: ts.Statement): ts.Statement[] {
    if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) return [];
    if (ts.isExportAssignment(statement)) return [this.expression(statement.expression, statement)];
    if (ts.isVariableStatement(statement)) return this.variables(statement);
    if (ts.isFunctionDeclaration(statement)) return [this.unexported(statement)];
    if (ts.isClassDeclaration(statement)) return [this.class(statement)];
    return [this.rewriter.rewrite(statement)];
  }

  private variables(statement: ts.VariableStatement): ts.Statement[] {
    const { factory, rewriter } = this;
    const list = statement.declarationList;
    if (listNames(list).length === 0) return [rewriter.rewrite(statement)];
    const resets = ts.isEnumDeclaration(ts.getOriginalNode(statement));
    if (resets)
      return list.declarations.map(({ name }) => this.set(name as ts.Identifier, factory.createVoidZero()));
    const set = rewriter.assignments(list, (node) => rewriter.rewrite(node));
    return [ts.setTextRange(factory.createExpressionStatement(set), statement)];
  }

  private class(statement: ts.ClassDeclaration): ts.Statement {
    const { factory } = this;
    const { name, heritageClauses, members } = this.rewriter.rewrite(statement);
    const modifiers = statement.modifiers?.filter((one) => !isExport(one));
    const made = factory.createClassExpression(modifiers, name, undefined, heritageClauses, members);
    ts.setOriginalNode(ts.setTextRange(made, statement), statement);
    return name ? ts.setTextRange(this.set(name, made), statement) : this.expression(made, statement);
  }

  private unexported(statement: ts.FunctionDeclaration): ts.Statement {
    const { factory } = this;
    const { asteriskToken, name, parameters, body } = this.rewriter.rewrite(statement);
    const modifiers = statement.modifiers?.filter((one) => !isExport(one));
    const plain = factory.createFunctionDeclaration(
      modifiers,
      asteriskToken,
      name ?? "exported",
      undefined,
      parameters,
      undefined,
      body,
    );
    return ts.setOriginalNode(ts.setTextRange(plain, statement), statement);
  }

  private hoist({ name }: ts.FunctionDeclaration): ts.Statement[] {
    return name ? [this.set(name, this.factory.createIdentifier(name.text))] : [];
  }

  /** `import` becomes an awaited call; each name is read from what it gives. */
  private import({ importClause, moduleSpecifier }: ts.ImportDeclaration): ts.Statement[] {
    const { factory } = this;
    const load = factory.createPropertyAccessExpression(factory.createIdentifier(cellParameter), "load");
    const call = factory.createAwaitExpression(
      factory.createCallExpression(load, undefined, [moduleSpecifier]),
    );
    if (!importClause) return [factory.createExpressionStatement(call)];
    const module = factory.createUniqueName("module");
    return [this.constant(module, call), ...this.bindings(importClause, module)];
  }

  private bindings({ name, namedBindings }: ts.ImportClause, module: ts.Identifier): ts.Statement[] {
    const bound = name ? [this.bind(name, module, "default")] : [];
    if (!namedBindings) return bound;
    if (ts.isNamespaceImport(namedBindings)) return [...bound, this.set(namedBindings.name, module)];
    const named = namedBindings.elements.map((one) =>
      this.bind(one.name, module, (one.propertyName ?? one.name).text),
    );
    return [...bound, ...named];
  }

  /** Names that TypeScript imports for itself, as for JSX, stay local. */
  private bind(name: ts.Identifier, module: ts.Identifier, key: string): ts.Statement {
    const { factory } = this;
    const literal = factory.createStringLiteral(key);
    if (isGenerated(name)) return this.constant(name, factory.createElementAccessExpression(module, literal));
    const { expression: reference } = this.refer(name) as ts.PropertyAccessExpression;
    const bind = factory.createPropertyAccessExpression(factory.createIdentifier(cellParameter), "bind");
    const call = factory.createCallExpression(bind, undefined, [reference, module, literal]);
    return factory.createExpressionStatement(call);
  }

  private constant(name: ts.Identifier, value: ts.Expression): ts.Statement {
    const { factory } = this;
    const declaration = factory.createVariableDeclaration(name, undefined, undefined, value);
    return factory.createVariableStatement(
      undefined,
      factory.createVariableDeclarationList([declaration], ts.NodeFlags.Const),
    );
  }

  private set(name: ts.Identifier, value: ts.Expression): ts.Statement {
    const { factory } = this;
    return factory.createExpressionStatement(
      factory.createAssignment(this.refer(name), withName(factory, name.text, value)),
    );
  }

  private expression(expression: ts.Expression, at: ts.Node): ts.Statement {
    const rewritten = this.rewriter.rewrite(expression);
    return ts.setTextRange(this.factory.createExpressionStatement(rewritten), at);
  }
}

/** Every name that the top level of a file declares. */
export function declaredNames(file: ts.SourceFile): string[] {
  return [...new Set([...lexicalNames(file.statements), ...varNames(file)])];
}

function isExport({ kind }: ts.ModifierLike): boolean {
  return kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword;
}
