import { join } from "node:path";
import ts from "typescript";

// A child process: prints what a reader of the library sees on hover, read with the compiler from its one entry.
// (Within jest, where globals are shared between realms, the compiler does not work.)
const entry = join(__dirname, "../../src/index.ts");
const program = ts.createProgram([entry], {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Node20,
  strict: true,
  skipLibCheck: true,
  esModuleInterop: true,
  resolveJsonModule: true,
  types: ["node"],
});
const checker = program.getTypeChecker();

interface Export {
  name: string;
  symbol: ts.Symbol;
}

/** What the library says about one of its exports. */
export interface Documented {
  name: string;
  text: string;
  isFunction: boolean;
  /** Of a function: which of its parameters, from 0, is its options; -1 where none is. */
  optionsAt: number;
  /** Of an interface whose name ends with Options: what it says about each. */
  options: { name: string; text: string }[];
}

function exportsOf(module: ts.Symbol, prefix: string): Export[] {
  return checker.getExportsOfModule(module).flatMap((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const name = `${prefix}${exported.name}`;
    return symbol.flags & ts.SymbolFlags.ValueModule ? exportsOf(symbol, `${name}.`) : [{ name, symbol }];
  });
}

const everything = exportsOf(checker.getSymbolAtLocation(program.getSourceFile(entry)!)!, "");
const documentation = (symbol: ts.Symbol) =>
  ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();

function optionsOf({ name, symbol }: Export): Documented["options"] {
  if (!name.endsWith("Options") || !(symbol.flags & ts.SymbolFlags.Interface)) return [];
  const properties = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol));
  return properties.map((property) => ({
    name: `${name}.${property.name}`,
    text: documentation(property),
  }));
}

function optionsAt({ valueDeclaration }: ts.Symbol): number {
  if (!valueDeclaration || !ts.isFunctionDeclaration(valueDeclaration)) return -1;
  return valueDeclaration.parameters.findIndex(({ name, type }) =>
    /^(options|config|extras)$|\w(Options|Config)\b/.test(`${name.getText()} ${type?.getText()}`),
  );
}

const documented: Documented[] = everything.map((one) => ({
  name: one.name,
  text: documentation(one.symbol),
  isFunction: Boolean(one.symbol.flags & ts.SymbolFlags.Function),
  optionsAt: one.symbol.flags & ts.SymbolFlags.Function ? optionsAt(one.symbol) : -1,
  options: optionsOf(one),
}));
process.stdout.write(JSON.stringify(documented));
