import ts from "typescript";

/** A set of names that nested scopes hide. */
export type Names = ReadonlySet<string>;

/** Whether TypeScript made this identifier up while lowering newer syntax. */
export function isGenerated(name: ts.Identifier): boolean {
  return (name as { emitNode?: { autoGenerate?: unknown } }).emitNode?.autoGenerate !== undefined;
}

/** The names that a declaration's pattern binds. */
export function patternNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return isGenerated(name) ? [] : [name.text];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : patternNames(element.name),
  );
}

/** The names that a list of statements binds for itself: let, const, class, function, import. */
export function lexicalNames(statements: readonly ts.Node[]): string[] {
  return statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement)) return listNames(statement.declarationList);
    if (ts.isImportDeclaration(statement)) return importNames(statement);
    const named = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
    return named && statement.name && !isGenerated(statement.name) ? [statement.name.text] : [];
  });
}

/** The names that `var` binds anywhere below, up to the next function. */
export function varNames(node: ts.Node): string[] {
  const names: string[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isFunctionLike(child) || ts.isClassLike(child)) return;
    if (ts.isVariableDeclarationList(child) && !(child.flags & ts.NodeFlags.BlockScoped))
      names.push(...listNames(child));
    ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  return names;
}

/** The names of one `let`, `const` or `var` list. */
export function listNames(list: ts.VariableDeclarationList): string[] {
  return list.declarations.flatMap((declaration) => patternNames(declaration.name));
}

function importNames({ importClause }: ts.ImportDeclaration): string[] {
  if (!importClause) return [];
  const bindings = importClause.namedBindings;
  const named = !bindings
    ? []
    : ts.isNamespaceImport(bindings)
      ? [bindings]
      : bindings.elements.filter((one) => !one.isTypeOnly);
  const names = [importClause.name, ...named.map((one) => one.name)];
  return names.flatMap((name) => (name && !isGenerated(name) ? [name.text] : []));
}
