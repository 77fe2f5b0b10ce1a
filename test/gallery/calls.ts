import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const folder = join(__dirname, "../contracts/figures");

/** By figure: the call of its ordinary example, as it is written in the contract's examples. */
export function ordinaryCalls(): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).flatMap((file) => callsIn(join(folder, file))));
}

function callsIn(file: string): [string, string][] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
  const found: [string, string][] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && ts.isObjectLiteralExpression(node.initializer)) {
      const ordinary = node.initializer.properties.find(
        (property) => property.name?.getText() === "ordinary",
      );
      if (ordinary && ts.isPropertyAssignment(ordinary)) found.push([node.name.getText(), callOf(ordinary)]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function callOf({ initializer }: ts.PropertyAssignment): string {
  const body = ts.isArrowFunction(initializer) ? initializer.body : initializer;
  const indent = /\n( *)\S[^\n]*$/.exec(body.getText())?.[1] ?? "";
  return body.getText().replaceAll(`\n${indent}`, "\n");
}
