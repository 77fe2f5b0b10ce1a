import ts from "typescript";

/** Makes the expression that stands for a name of the notebook. */
export type Referrer = (name: ts.Identifier) => ts.Expression;

/**
 * Marks the parameter that carries a name's reference cell: a letter that is legal in identifiers and written by
 * nobody.
 */
const mark = "\u01c3";

/** The parameter under which a cell of code receives a name's reference cell. */
export function parameterOf(name: string): string {
  return name + mark;
}

/** Stands for names by the `v` of their reference cells, and remembers which names were asked for. */
export function referTo(factory: ts.NodeFactory, used: Set<string>): Referrer {
  return (name) => {
    used.add(name.text);
    const access = factory.createPropertyAccessExpression(
      factory.createIdentifier(parameterOf(name.text)),
      "v",
    );
    return ts.setOriginalNode(ts.setTextRange(access, name), name);
  };
}

/** The parameter that carries what a cell needs of the kernel: `load` for imports, `meta` for `import.meta`. */
export const cellParameter = `cell${mark}${mark}`;
