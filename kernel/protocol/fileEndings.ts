/** Ends the names of TypeScript's declarations. */
const declaration = ".d.ts";

/** What the compiler reads where an import names no ending, in its order. */
const unsaid = [".ts", ".tsx", declaration, ".js", ".jsx"];

/** What may stand behind the path of an import, in the compiler's order: nothing, an ending, the index of a folder. */
export const importEndings = [
  "",
  ...unsaid,
  ".mts",
  ".cts",
  ".mjs",
  ".cjs",
  ".json",
  ...unsaid.map((ending) => `/index${ending}`),
];

/** What Node runs only once it is compiled. */
export const compiledEndings = [".ts", ".tsx", ".mts", ".cts", ".jsx"];

/** Whether a file's types are checked where a cell imports it: TypeScript that is no declaration. */
export function isTypeScript(path: string): boolean {
  return /(?<!\.d)\.[cm]?tsx?$/.test(path);
}

/** Whether a file declares what lies beside the notebook; hidden files are other tools' own. */
export function isDeclaration(name: string): boolean {
  return /^[^.].*\.d\.ts$/.test(name);
}

/** The TypeScript that a path to JavaScript may mean: `./x.js` is what another tool would make of `./x.ts`. */
export function typeScriptFor(path: string): string[] {
  const [, stem, kind] = /^(.*\.)([cm]?)jsx?$/.exec(path) ?? [];
  return stem === undefined ? [] : [`${stem}${kind}ts`, `${stem}${kind}tsx`];
}

/** A file's name with which it becomes CommonJS: `.mjs` would be left an ES module. */
export function asCommonJs(fileName: string): string {
  return fileName.replace(/\.[cm](?=[jt]sx?$)/, ".");
}
