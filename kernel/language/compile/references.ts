import ts from "typescript";
import { parameterOf } from "../../protocol/cellParameters.js";

/** Makes the expression that stands for a name of the notebook. */
export type Referrer = (name: ts.Identifier) => ts.Expression;

/** Stands for names by the `v` of their reference cells, and remembers which names were asked for. */
export function referTo(factory: ts.NodeFactory, used: Set<string>): Referrer {
  return (name) => {
    used.add(name.text);
    const access = factory.createPropertyAccessExpression(
      factory.createIdentifier(parameterOf(name.text)),
      "v",
    );
    return untrailed(ts.setOriginalNode(ts.setTextRange(access, name), name));
  };
}

/** Maps all of an expression to where it starts: V8 places a call at the end of its callee. */
export function untrailed<Node extends ts.Node>(node: Node): Node {
  return ts.setEmitFlags(node, ts.EmitFlags.NoTrailingSourceMap);
}
