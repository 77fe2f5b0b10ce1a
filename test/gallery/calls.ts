import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const folder = join(__dirname, "../contracts/figures");

/** By figure: the call of its ordinary example, as it is written in the contract's examples; of its other faces by `name: face`. */
export function ordinaryCalls(): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).flatMap((file) => callsIn(join(folder, file))));
}

function callsIn(file: string): [string, string][] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
  const found: [string, string][] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && ts.isObjectLiteralExpression(node.initializer)) {
      const name = node.name.getText();
      for (const property of node.initializer.properties.filter(ts.isPropertyAssignment)) {
        const key = property.name.getText();
        if (key === "ordinary") found.push([name, callOf(property)]);
        if (key === "others" && ts.isObjectLiteralExpression(property.initializer))
          for (const face of property.initializer.properties.filter(ts.isPropertyAssignment))
            found.push([`${name}: ${nameOf(face)}`, callOf(face)]);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function nameOf({ name }: ts.PropertyAssignment): string {
  return ts.isStringLiteral(name) ? name.text : name.getText();
}

function callOf({ initializer }: ts.PropertyAssignment): string {
  const body = ts.isArrowFunction(initializer) ? initializer.body : initializer;
  const indent = /\n( *)\S[^\n]*$/.exec(body.getText())?.[1] ?? "";
  return body.getText().replaceAll(`\n${indent}`, "\n");
}
