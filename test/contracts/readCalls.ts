import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import ts from "typescript";

// A child process: compiles what README, CHANGELOG and doc comments show as code against the library's types, and prints
// what is wrong with it. (Within jest, where globals are shared between realms, the compiler does not work.)
const root = join(__dirname, "../..");
const source = join(root, "src");

/** A piece of code that a reader is shown. */
interface Shown {
  where: string;
  code: string;
  /** The file whose room's names it may use bare. */
  file?: string;
}

/** What the contract is told. */
export interface ReadCalls {
  counts: Record<string, number>;
  wrong: string[];
  /** What is wrong with code that was planted here to be found. */
  planted: string[];
}

const fenced = /```(?:ts|typescript)\n([^]*?)```/g;
const inline = /`([^`\n]+)`/g;

function ofMarkdown(name: string): Shown[] {
  const text = readFileSync(join(root, name), "utf8");
  const at = (index: number) => `${name}:${text.slice(0, index).split("\n").length}`;
  const blocks = [...text.matchAll(fenced)].map(({ 1: code, index }) => ({ where: at(index), code }));
  const spans = [...text.replace(/```[^]*?```/g, (block) => block.replace(/[^\n]/g, " ")).matchAll(inline)];
  const calls = spans
    .map(({ 1: code, index }) => ({ where: at(index), code }))
    .filter(({ code }) => isCall(code));
  return [...blocks, ...calls];
}

// Of code within a sentence, what names the library or calls something with an argument; the rest is commands and values.
function isCall(code: string): boolean {
  return /^(await |new )?(d|tf|history|study)\.\w/.test(code) || /^(await )?[a-z]\w*\([^)]/.test(code);
}

function ofComments(): Shown[] {
  const names = readdirSync(source, { recursive: true, encoding: "utf8" }).sort();
  const files = names.filter((name) => name.endsWith(".ts") && !/(^|[\\/])page[\\/]/.test(name));
  return files.flatMap((name) => {
    const file = join(source, name);
    const text = readFileSync(file, "utf8");
    return [...text.matchAll(/\/\*\*[^]*?\*\//g)].flatMap(({ 0: comment, index }) => {
      const lines = comment.replace(/^[ \t]*\* ?/gm, "");
      const where = `${relative(root, file)}:${text.slice(0, index).split("\n").length}`;
      return [...lines.matchAll(fenced)].map(({ 1: code }) => ({ where, code, file }));
    });
  });
}

const shown = {
  "README.md": ofMarkdown("README.md"),
  "CHANGELOG.md": ofMarkdown("CHANGELOG.md"),
  comments: ofComments(),
};
const planted: Shown[] = [
  "advertised(1)",
  "d.plot.rocCurv([0, 1], [0.2, 0.8])",
  "d.plot.lossCurve({ loss: [1] }, { smoth: 0.5 })",
  "history.compiled!.wy",
].map((code, at) => ({ where: `planted:${at + 1}`, code }));
const all = [...planted, ...Object.values(shown).flat()];

const texts = new Map<string, string>();
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts", "lib.esnext.disposable.d.ts"],
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  noImplicitAny: false,
  skipLibCheck: true,
  esModuleInterop: true,
  resolveJsonModule: true,
  noEmit: true,
  types: ["node"],
};
const host = ts.createCompilerHost(options);
const [readDisk, isOnDisk, parse] = [host.readFile, host.fileExists, host.getSourceFile];
host.readFile = (file) => texts.get(file) ?? readDisk(file);
host.fileExists = (file) => texts.has(file) || isOnDisk(file);
host.getSourceFile = (file, ...rest) =>
  texts.has(file) ? ts.createSourceFile(file, texts.get(file)!, options.target!, true) : parse(file, ...rest);

let program = ts.createProgram([join(source, "index.ts")], options, host);

/** By name, the modules that export it. */
function exportersOf(files: string[]): Map<string, string[]> {
  const checker = program.getTypeChecker();
  const exporters = new Map<string, string[]>();
  for (const file of files) {
    const module = checker.getSymbolAtLocation(program.getSourceFile(file)!);
    for (const { name } of module ? checker.getExportsOfModule(module) : [])
      exporters.set(name, [...(exporters.get(name) ?? []), file]);
  }
  return exporters;
}

const rooms = readdirSync(source)
  .map((room) => join(source, room, "index.ts"))
  .filter((file) => program.getSourceFile(file));
const ofRooms = exportersOf(rooms);
const ofOwn = new Map(
  all.flatMap(({ file }) =>
    file && program.getSourceFile(file) ? [[file, exportersOf([file])] as const] : [],
  ),
);

function moduleFor(name: string, file?: string): string | undefined {
  if (file && ofOwn.get(file)?.has(name)) return file;
  const found = ofRooms.get(name) ?? [];
  const room = file && relative(source, file).split(sep)[0];
  return found.find((index) => relative(source, index).split(sep)[0] === room) ?? found[0];
}

/** Code as a program has it: what is left out (…) stands for anything, imports are those above, an object is an expression. */
function completed(code: string): string {
  const text = code
    .replace(/^import .* from .*;?$/gm, "")
    .replace(/^export /gm, "")
    .replace(/\{\s*…\s*\}/g, "(undefined as any)")
    .replace(/…/g, "(undefined as any)")
    .replace(/\(undefined as any\): \(undefined as any\)/g, "...(undefined as any)");
  return text.startsWith("{") ? `(${text.trim()})` : text;
}

// Values that go by their names everywhere; any other name that nothing declares is the reader's own.
const typed: Record<string, string> = { history: "d.train.History", study: "d.tune.Study" };

function fileOf(index: number): string {
  return join(root, `shown${index}.ts`);
}

function write(index: number, imports: Iterable<string>, declared: Iterable<string>): void {
  const lines = [
    `import * as d from ${JSON.stringify(join(source, "index"))};`,
    `import * as tf from "@tensorflow/tfjs";`,
    ...imports,
    ...[...declared].map((name) => `declare let ${name}: ${typed[name] ?? "any"};`),
  ];
  texts.set(fileOf(index), `${lines.join("\n")}\nexport {};\n{\n${completed(all[index].code)}\n}\n`);
}

function errorsOf(index: number): readonly ts.Diagnostic[] {
  const file = program.getSourceFile(fileOf(index))!;
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
}

function compile(): void {
  program = ts.createProgram(
    all.map((_, index) => fileOf(index)),
    options,
    host,
    program,
  );
}

/** The import that a name stands for, where it is called or something of it is taken; else it is the reader's value. */
function importFor(name: string, next: string, file?: string): string | undefined {
  const asRoom = rooms.find((index) => index === join(source, name, "index.ts"));
  if (next === "." && asRoom) return `import * as ${name} from ${JSON.stringify(asRoom.slice(0, -3))};`;
  const module = next === "(" || next === "." || /^[A-Z]/.test(name) ? moduleFor(name, file) : undefined;
  return module && `import { ${name} } from ${JSON.stringify(module.slice(0, -3))};`;
}

// First without names: what the compiler does not find is the library's, or the reader's own value.
all.forEach((_, index) => write(index, [], []));
compile();
const missing = [2304, 2552, 2503, 2580, 2581, 2582, 2583, 2584, 2591, 2592, 2593, 2749, 18004];
const uncalled: string[] = [];
const asks = all.map(({ file, where }, index) => {
  const imports = new Set<string>();
  const own = new Map<string, boolean>();
  for (const { code, start = 0, length = 0, file: at } of errorsOf(index).filter(({ code }) =>
    missing.includes(code),
  )) {
    const [name, next] = [at!.text.slice(start, start + length), at!.text[start + length]];
    const found = importFor(name, next, file);
    if (found) imports.add(found);
    else own.set(name, code !== 18004 && next === "(");
  }
  for (const [name, isCalled] of own) {
    if ([...imports].some((line) => line.includes(` ${name} `))) own.delete(name);
    else if (isCalled && !file) uncalled.push(`${where}: nothing is exported by the name ${name}`);
  }
  return { imports, own };
});
asks.forEach(({ imports, own }, index) => write(index, imports, own.keys()));
compile();
const wrong = all.flatMap(({ where, code }, index) =>
  errorsOf(index).map(
    ({ messageText }) =>
      `${where}: ${ts.flattenDiagnosticMessageText(messageText, " ")} in ${code.trim().slice(0, 120)}`,
  ),
);
const counts = Object.fromEntries(Object.entries(shown).map(([name, pieces]) => [name, pieces.length]));
const found = [...new Set([...uncalled, ...wrong])];
const isPlanted = (text: string) => text.startsWith("planted:");
const told: ReadCalls = {
  counts,
  wrong: found.filter((text) => !isPlanted(text)),
  planted: found.filter(isPlanted),
};
process.stdout.write(JSON.stringify(told));
