// Do the library's declarations parse and type-check with the compiler that the kernel runs? It resolves as
// Node 10 did, and looks inside libraries. Faults in other people's declarations are not ours to count.
const fs = require("node:fs");
const path = require("node:path");
const ts = require("@tslab/typescript-for-tslab");

const root = path.resolve(__dirname, "../../..");
const ours = path.join(root, "dist", "src") + path.sep;

/** @param {string} folder */
function declarationsIn(folder) {
  return fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".d.ts"))
    .map((file) => path.join(folder, file));
}

/** @type {import("@tslab/typescript-for-tslab").CompilerOptions} */
const options = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.esnext.disposable.d.ts"].filter((name) =>
    fs.existsSync(path.join(path.dirname(require.resolve("@tslab/typescript-for-tslab")), name)),
  ),
  esModuleInterop: true,
  skipLibCheck: false,
  noEmit: true,
  types: ["node"],
  typeRoots: [path.join(root, "node_modules", "@types")],
};

const program = ts.createProgram(declarationsIn(ours), options);
const faults = ts
  .getPreEmitDiagnostics(program)
  .filter(({ file }) => !file || file.fileName.startsWith(ours));
const host = {
  getCanonicalFileName: (/** @type {string} */ name) => name,
  getCurrentDirectory: () => root,
  getNewLine: () => "\n",
};
if (faults.length) console.log(ts.formatDiagnostics(faults, host));
process.exitCode = faults.length ? 1 : 0;
