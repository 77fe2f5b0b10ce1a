import ts from "typescript";
import { isNameless } from "./assignments.js";
import { lexicalNames, type Names, varNames } from "../parse/bindings.js";
import { cellParameter, mark, parameterOf } from "../../protocol/cellParameters.js";
import { erasures, isErased, isImplements, isType } from "./erasures.js";
import { bare, hiddenBelow, hiddenInside, skippedParts } from "./scopes.js";
import { type Edit, type Edited, sorted } from "../../protocol/textEdits.js";

/** A cell's text made into a function's body, with the names of the notebook that it mentions. */
export interface EditedCell extends Edited {
  used: ReadonlySet<string>;
  declared: string[];
}

/**
 * Makes a cell into a function's body by editing its text: types go, names of the notebook become reference cells.
 * That is all that most cells need, and takes a fraction of what TypeScript's own transformation and printing take.
 * Undefined where a cell needs those.
 */
export function editCell(file: ts.SourceFile, live: Names): EditedCell | undefined {
  const statements = file.statements.filter((one) => !isErased(one));
  const blocks = statements.filter((one) => !ts.isVariableStatement(one) && !ts.isFunctionDeclaration(one));
  const nested = blocks.flatMap((one) => varNames(one));
  if (nested.length > 0 || file.languageVariant === ts.LanguageVariant.JSX) return undefined;
  const declared = [...new Set(lexicalNames(statements))];
  const editor = new CellEditor(file, new Set([...live, ...declared]));
  try {
    editor.edit();
  } catch (error) {
    if (error instanceof NeedsMore) return undefined;
    throw error;
  }
  return { source: file.text, edits: sorted(editor.edits), used: editor.used, declared };
}

/** Thrown where editing is not enough. */
class NeedsMore extends Error {}

const nothing: Names = new Set();

class CellEditor {
  readonly edits: Edit[] = [];
  readonly used = new Set<string>();
  private readonly text: string;
  /** Whether something ran already, so that an import could not be where it stands. */
  private hasRun = false;

  constructor(
    private readonly file: ts.SourceFile,
    private readonly names: Names,
  ) {
    this.text = file.text;
  }

  edit(): void {
    const { statements } = this.file;
    const start = statements.filter(ts.isImportDeclaration).at(-1)?.end ?? 0;
    const functions = statements.filter(ts.isFunctionDeclaration).filter((one) => !isErased(one));
    for (const { name } of functions) this.insert(start, `${this.refer(name?.text)} = ${name?.text};`);
    for (const statement of statements) this.statement(statement, statement === statements.at(-1));
  }

  private statement(node: ts.Statement, isLast: boolean): void {
    if (isErased(node)) return this.remove(node.getStart(), node.end);
    if (ts.isImportDeclaration(node)) return this.import(node);
    if (ts.isFunctionDeclaration(node)) return this.visit(node, nothing);
    this.hasRun = true;
    if (ts.isVariableStatement(node)) return this.variables(node);
    if (ts.isClassDeclaration(node)) return this.class(node);
    if (isLast && ts.isExpressionStatement(node)) return this.last(node);
    this.visit(node, nothing);
  }

  /** The last expression is what the cell gives. */
  private last(node: ts.ExpressionStatement): void {
    this.insert(node.getStart(), `return ${cellParameter}.last((`);
    this.visit(node.expression, nothing);
    this.insert(node.expression.end, "))");
    this.terminate(node);
  }

  /** `const a = 1, { b } = c` becomes assignments to reference cells. */
  private variables(node: ts.VariableStatement): void {
    const { declarations, flags } = node.declarationList;
    this.refuse(isUsing(node.declarationList));
    this.remove(node.getStart(), declarations[0].getStart());
    for (const one of declarations) this.variable(one, !(flags & ts.NodeFlags.BlockScoped));
    this.terminate(node);
  }

  private variable(node: ts.VariableDeclaration, isVar: boolean): void {
    const { name, initializer } = node;
    if (!ts.isIdentifier(name)) this.insert(name.getStart(), "(");
    this.target(name);
    this.erase(node);
    if (initializer) this.named(name, initializer);
    else this.insert(node.end, ` = ${isVar ? this.refer((name as ts.Identifier).text) : "void 0"}`);
    if (!ts.isIdentifier(name)) this.insert(node.end, ")");
  }

  /** A value that gets its name by the declaration gets it still. */
  private named(name: ts.BindingName, value: ts.Expression): void {
    const isNamed = ts.isIdentifier(name) && isNameless(value);
    if (isNamed) this.insert(value.getStart(), `({ ${name.text}: `);
    this.visit(value, nothing);
    if (isNamed) this.insert(value.end, ` }).${name.text}`);
  }

  /** A declared name or pattern as what is assigned to. */
  private target(name: ts.BindingName): void {
    if (ts.isIdentifier(name)) return this.replace(name.getStart(), name.end, this.refer(name.text));
    for (const element of name.elements) if (!ts.isOmittedExpression(element)) this.element(element);
  }

  private element({ parent, propertyName, dotDotDotToken, name, initializer }: ts.BindingElement): void {
    const isShort = ts.isObjectBindingPattern(parent) && !propertyName && !dotDotDotToken;
    if (isShort) this.insert(name.getStart(), `${(name as ts.Identifier).text}: `);
    if (propertyName && ts.isComputedPropertyName(propertyName)) this.visit(propertyName, nothing);
    this.target(name);
    if (initializer) this.visit(initializer, nothing);
  }

  private class(node: ts.ClassDeclaration): void {
    this.refuse(!node.name);
    this.insert(node.getStart(), `${this.refer(node.name?.text)} = `);
    this.visit(node, nothing);
    this.insert(node.end, ";");
  }

  /** `import` becomes an awaited call; each name is bound to what that gives. */
  private import(node: ts.ImportDeclaration): void {
    const { importClause, moduleSpecifier } = node;
    this.refuse(this.hasRun || importClause?.phaseModifier !== undefined);
    const load = `await ${cellParameter}.load(${moduleSpecifier.getText()});`;
    const module = `module${node.pos}${mark}`;
    const whole = importClause
      ? [`const ${module} = ${load}`, ...this.imported(importClause, module)].join(" ")
      : load;
    this.replace(node.getStart(), node.end, whole);
  }

  private imported({ name, namedBindings }: ts.ImportClause, module: string): string[] {
    const bind = (to: string, key: string) =>
      `${cellParameter}.bind(${this.reference(to)}, ${module}, ${JSON.stringify(key)});`;
    const bound = name ? [bind(name.text, "default")] : [];
    if (!namedBindings) return bound;
    if (ts.isNamespaceImport(namedBindings))
      return [...bound, `${this.refer(namedBindings.name.text)} = ${module};`];
    const values = namedBindings.elements.filter((one) => !one.isTypeOnly);
    return [...bound, ...values.map((one) => bind(one.name.text, (one.propertyName ?? one.name).text))];
  }

  private visit(node: ts.Node, hidden: Names): void {
    if (isType(node)) return;
    if (isErased(node)) return this.remove(node.getStart(), node.end);
    const inner = hiddenInside(node, hidden);
    if (ts.isIdentifier(node)) return this.identifier(node, inner);
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword)
      return this.replace(node.getStart(), node.end, `${cellParameter}.meta`);
    this.refuse(ts.isVariableDeclarationList(node) && isUsing(node));
    const skipped = skippedParts(node);
    const callee = this.callee(node, inner);
    if (callee) skipped.add(callee);
    else this.erase(node);
    if (isImplements(node)) return;
    if (ts.isShorthandPropertyAssignment(node) && this.captures(node.name, inner))
      this.insert(node.name.getStart(), `${node.name.text}: `);
    ts.forEachChild(node, (child) => {
      if (!skipped.has(child)) this.visit(child, hiddenBelow(child, node, inner));
    });
    if (ended.has(node.kind)) this.terminate(node);
  }

  private identifier(node: ts.Identifier, hidden: Names): void {
    if (this.captures(node, hidden)) this.replace(node.getStart(), node.end, this.refer(node.text));
  }

  /** What is called: a bare name has no `this`, but `x.v()` would hand it one. Gives the part that was dealt with. */
  private callee(node: ts.Node, hidden: Names): ts.Node | undefined {
    if (!ts.isCallExpression(node) && !ts.isTaggedTemplateExpression(node)) return undefined;
    const callee = ts.isCallExpression(node) ? node.expression : node.tag;
    if (callee.kind === ts.SyntaxKind.ImportKeyword) {
      this.replace(callee.getStart(), callee.end, `${cellParameter}.load`);
      return callee;
    }
    const name = bare(callee);
    if (!ts.isIdentifier(name) || !this.captures(name, hidden)) return undefined;
    const optional = ts.isCallExpression(node) && node.questionDotToken ? "?." : "";
    const open = ts.isCallExpression(node) ? "(" : "";
    const end = ts.isCallExpression(node) ? node.arguments.pos : node.template.getStart();
    this.replace(callee.getStart(), end, `(0, ${this.refer(name.text)})${optional}${open}`);
    return callee;
  }

  private captures(name: ts.Identifier, hidden: Names): boolean {
    return this.names.has(name.text) && !hidden.has(name.text);
  }

  /** The expression that stands for a name. */
  private refer(name?: string): string {
    return `${this.reference(name)}.v`;
  }

  /** The parameter that carries a name's reference cell. */
  private reference(name = ""): string {
    this.used.add(name);
    return parameterOf(name);
  }

  private erase(node: ts.Node): void {
    const ranges = erasures(node, this.text);
    if (!ranges) throw new NeedsMore();
    for (const [start, end] of ranges) this.remove(start, end);
  }

  private refuse(needsMore: boolean): void {
    if (needsMore) throw new NeedsMore();
  }

  /** Ends a statement that a line break ended: what the next one begins with may be another than before. */
  private terminate({ end }: ts.Node): void {
    if (this.text[end - 1] !== ";") this.insert(end, ";");
  }

  private insert(at: number, to: string): void {
    this.replace(at, at, to);
  }

  /** Takes a stretch out, and keeps apart what it kept apart. */
  private remove(start: number, end: number): void {
    const joins = joined.test(this.text.slice(start - 1, start) + this.text.slice(end, end + 1));
    this.replace(start, end, joins ? " " : "");
  }

  private replace(start: number, end: number, to: string): void {
    this.edits.push([start, end, to]);
  }
}

/** Two characters that are another word, or another number, side by side. */
const joined = /^(?:[\p{ID_Continue}$]{2}|\d\.)$/u;

/** `using` and `await using`, which older engines know nothing of. */
function isUsing({ flags }: ts.VariableDeclarationList): boolean {
  return Boolean(flags & ts.NodeFlags.Using);
}

/** What a line break may end. */
const ended = new Set([
  ts.SyntaxKind.VariableStatement,
  ts.SyntaxKind.ExpressionStatement,
  ts.SyntaxKind.ReturnStatement,
  ts.SyntaxKind.ThrowStatement,
  ts.SyntaxKind.BreakStatement,
  ts.SyntaxKind.ContinueStatement,
  ts.SyntaxKind.DoStatement,
  ts.SyntaxKind.PropertyDeclaration,
]);
