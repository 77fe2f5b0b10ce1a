import ts from "typescript";
import { cellParameter } from "../../protocol/cellParameters.js";

/** `import(…)` and `import.meta` go to the kernel, which knows the notebook's folder. */
export function kernelCalls({ factory }: ts.TransformationContext, statement: ts.Statement): ts.Statement {
  const member = (name: string) =>
    factory.createPropertyAccessExpression(factory.createIdentifier(cellParameter), name);
  const visit = (node: ts.Node): ts.Node => {
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword)
      return ts.setTextRange(member("meta"), node);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const target = ts.visitNode(node.arguments[0], visit) as ts.Expression;
      return ts.setTextRange(factory.createCallExpression(member("load"), undefined, [target]), node);
    }
    return ts.visitEachChild(node, visit, undefined);
  };
  return visit(statement) as ts.Statement;
}
