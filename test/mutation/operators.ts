import ts from "typescript";

/** One change of one place of a file. */
export interface Change {
  /** What kind of change it is, as the report says it. */
  kind: string;
  start: number;
  end: number;
  text: string;
  /** The expression or statement that has to be reached for the change to matter. */
  reached: ts.Node;
  /** Whether the types say if it is a program at all, as with a string for a word of a union. */
  typed: boolean;
}

const binary: Partial<Record<ts.SyntaxKind, string[]>> = {
  [ts.SyntaxKind.PlusToken]: ["-"],
  [ts.SyntaxKind.MinusToken]: ["+"],
  [ts.SyntaxKind.AsteriskToken]: ["/"],
  [ts.SyntaxKind.SlashToken]: ["*"],
  [ts.SyntaxKind.PercentToken]: ["*"],
  [ts.SyntaxKind.AsteriskAsteriskToken]: ["*"],
  [ts.SyntaxKind.LessThanToken]: ["<=", ">="],
  [ts.SyntaxKind.LessThanEqualsToken]: ["<", ">"],
  [ts.SyntaxKind.GreaterThanToken]: [">=", "<="],
  [ts.SyntaxKind.GreaterThanEqualsToken]: [">", "<"],
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: ["!=="],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: ["==="],
  [ts.SyntaxKind.AmpersandAmpersandToken]: ["||"],
  [ts.SyntaxKind.BarBarToken]: ["&&"],
  [ts.SyntaxKind.PlusEqualsToken]: ["-="],
  [ts.SyntaxKind.MinusEqualsToken]: ["+="],
  [ts.SyntaxKind.AsteriskEqualsToken]: ["/="],
  [ts.SyntaxKind.SlashEqualsToken]: ["*="],
};
const arithmetic = /^[-+*/%]=?$|^\*\*$/;

const methods: Record<string, string> = {
  min: "max",
  max: "min",
  floor: "ceil",
  ceil: "floor",
  every: "some",
  some: "every",
  startsWith: "endsWith",
  endsWith: "startsWith",
  push: "unshift",
  add: "sub",
  sub: "add",
  mul: "div",
  div: "mul",
};
const dropped = ["filter", "slice", "sort", "reverse", "trim", "toUpperCase", "toLowerCase", "flat", "abs"];

/** Every change that can be made to a file, in the order of its text. */
export function changesOf(file: ts.SourceFile): Change[] {
  const changes: Change[] = [];
  const visit = (node: ts.Node): void => {
    if (isApart(node)) return;
    for (const change of changesAt(node, file)) changes.push(change);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return changes.sort((a, b) => a.start - b.start || a.end - b.end);
}

// Imports and types are no code that runs.
function isApart(node: ts.Node): boolean {
  return ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node);
}

function changesAt(node: ts.Node, file: ts.SourceFile): Change[] {
  const whole = (kind: string, text: string, typed = false, at: ts.Node = node): Change => ({
    kind,
    start: at.getStart(file),
    end: at.end,
    text,
    reached: at,
    typed,
  });
  if (ts.isBinaryExpression(node)) return ofBinary(node, file);
  if (ts.isPrefixUnaryExpression(node)) return ofPrefix(node, file);
  if (ts.isPostfixUnaryExpression(node)) {
    const other = node.operator === ts.SyntaxKind.PlusPlusToken ? "--" : "++";
    return [whole("update", `${node.operand.getText(file)}${other}`)];
  }
  if (ts.isIfStatement(node) || ts.isWhileStatement(node))
    return fixed(node.expression).map((text) => whole("condition", text, false, node.expression));
  if (ts.isConditionalExpression(node))
    return ["true", "false"].map((text) => whole("condition", text, false, node.condition));
  if (ts.isCallExpression(node)) return ofCall(node, file);
  if (ts.isExpressionStatement(node) && isEffect(node.expression)) return [whole("removed", ";")];
  return ofLiteral(node, whole);
}

function fixed(condition: ts.Expression): string[] {
  return ts.isWhileStatement(condition.parent) ? ["false"] : ["true", "false"];
}

function isEffect(expression: ts.Expression): boolean {
  if (ts.isAwaitExpression(expression) || ts.isVoidExpression(expression))
    return isEffect(expression.expression);
  if (ts.isBinaryExpression(expression)) return expression.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return ts.isCallExpression(expression) && expression.expression.kind !== ts.SyntaxKind.SuperKeyword;
}

function ofBinary(node: ts.BinaryExpression, file: ts.SourceFile): Change[] {
  const { operatorToken: operator } = node;
  const at = { start: operator.getStart(file), end: operator.end, reached: node };
  if (operator.kind === ts.SyntaxKind.QuestionQuestionToken) {
    const [start, end] = [node.getStart(file), node.end];
    return [
      { kind: "default", start, end, reached: node, text: `(${node.right.getText(file)})`, typed: false },
    ];
  }
  const text = operator.getText(file);
  const kind = arithmetic.test(text) ? "arithmetic" : "comparison";
  return (binary[operator.kind] ?? []).map((other) => ({
    kind,
    ...at,
    text: other,
    typed: kind === "arithmetic",
  }));
}

function ofPrefix(node: ts.PrefixUnaryExpression, file: ts.SourceFile): Change[] {
  const operand = node.operand.getText(file);
  const texts: Partial<Record<ts.PrefixUnaryOperator, string>> = {
    [ts.SyntaxKind.MinusToken]: operand,
    [ts.SyntaxKind.ExclamationToken]: `Boolean(${operand})`,
    [ts.SyntaxKind.PlusPlusToken]: `--${operand}`,
    [ts.SyntaxKind.MinusMinusToken]: `++${operand}`,
  };
  const text = texts[node.operator];
  if (text === undefined) return [];
  return [{ kind: "sign", start: node.getStart(file), end: node.end, text, reached: node, typed: false }];
}

function ofCall(node: ts.CallExpression, file: ts.SourceFile): Change[] {
  const called = node.expression;
  if (!ts.isPropertyAccessExpression(called)) return [];
  const name = called.name.text;
  const other = methods[name];
  const at = { reached: node, typed: true };
  if (other)
    return [{ kind: "method", start: called.name.getStart(file), end: called.name.end, text: other, ...at }];
  if (!dropped.includes(name) || called.questionDotToken) return [];
  return [
    {
      kind: "method",
      start: node.getStart(file),
      end: node.end,
      text: called.expression.getText(file),
      ...at,
    },
  ];
}

type Whole = (kind: string, text: string, typed?: boolean) => Change;

function ofLiteral(node: ts.Node, whole: Whole): Change[] {
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [whole("literal", "false", true)];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [whole("literal", "true", true)];
  if (ts.isSourceFile(node) || isName(node)) return [];
  if (ts.isNumericLiteral(node))
    return [whole("number", node.text === "0" ? "1" : `(${node.text} + 1)`, true)];
  if (isText(node)) return [whole("text", node.getText() === '""' ? '"mutated"' : '""', true)];
  if (ts.isArrayLiteralExpression(node) && node.elements.length && !isPattern(node))
    return [whole("list", "[]", true)];
  return [];
}

function isText(node: ts.Node): boolean {
  if (ts.isTaggedTemplateExpression(node.parent)) return false;
  return (
    ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node)
  );
}

// What stands for a property's name is not a value.
function isName(node: ts.Node): boolean {
  const { parent } = node;
  return (ts.isPropertyAssignment(parent) || ts.isEnumMember(parent)) && parent.name === node;
}

function isPattern(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent))
    return parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return ts.isForOfStatement(parent) && parent.initializer === node;
}
