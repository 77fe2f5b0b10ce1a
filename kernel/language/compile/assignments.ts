import ts from "typescript";

type Visit = (node: ts.Node) => ts.Node;

/** The target of an assignment that does what declaring this name or pattern does. */
export function assignmentTarget(factory: ts.NodeFactory, name: ts.BindingName, visit: Visit): ts.Expression {
  if (ts.isIdentifier(name)) return visit(name) as ts.Expression;
  if (ts.isObjectBindingPattern(name))
    return factory.createObjectLiteralExpression(name.elements.map((one) => property(factory, one, visit)));
  const elements = name.elements.map((one) =>
    ts.isOmittedExpression(one) ? one : elementTarget(factory, one, visit),
  );
  return factory.createArrayLiteralExpression(elements);
}

function property(
  factory: ts.NodeFactory,
  element: ts.BindingElement,
  visit: Visit,
): ts.ObjectLiteralElementLike {
  if (element.dotDotDotToken)
    return factory.createSpreadAssignment(assignmentTarget(factory, element.name, visit));
  const key = element.propertyName ?? (element.name as ts.Identifier);
  const visited = ts.isComputedPropertyName(key) ? (visit(key) as ts.PropertyName) : key;
  return factory.createPropertyAssignment(visited, withDefault(factory, element, visit));
}

function elementTarget(factory: ts.NodeFactory, element: ts.BindingElement, visit: Visit): ts.Expression {
  if (element.dotDotDotToken)
    return factory.createSpreadElement(assignmentTarget(factory, element.name, visit));
  return withDefault(factory, element, visit);
}

function withDefault(factory: ts.NodeFactory, element: ts.BindingElement, visit: Visit): ts.Expression {
  const target = assignmentTarget(factory, element.name, visit);
  if (!element.initializer) return target;
  return factory.createAssignment(target, visit(element.initializer) as ts.Expression);
}

/** Gives a nameless function or class the name it would have got from its declaration. */
export function withName(factory: ts.NodeFactory, name: string, value: ts.Expression): ts.Expression {
  if (!isNameless(value)) return value;
  const holder = factory.createObjectLiteralExpression([factory.createPropertyAssignment(name, value)]);
  return factory.createPropertyAccessExpression(holder, name);
}

/** Whether a value is a function or class that a declaration would name. */
export function isNameless(value: ts.Expression): boolean {
  let bare = value;
  while (ts.isParenthesizedExpression(bare)) bare = bare.expression;
  if (ts.isArrowFunction(bare)) return true;
  return (ts.isFunctionExpression(bare) || ts.isClassExpression(bare)) && bare.name === undefined;
}
