import { relative } from "node:path";
import ts from "typescript";
import type { Diagnostic } from "../../protocol/conversion.js";
import { isTypeScript } from "../../protocol/fileEndings.js";
import type { Host } from "../../protocol/host.js";
import type { Position } from "../../protocol/positions.js";
import type { Project } from "../../protocol/project.js";
import { codeFrame } from "../messages/codeFrame.js";
import { complaint } from "../messages/diagnosticCodes.js";
import { hintOnMissing, hintOnUnknownName } from "../messages/hints.js";
import { AmbientModules, ambientFile } from "./ambientModules.js";
import { configFile, notebookConfig, type NotebookConfig } from "./config.js";
import { declarationsOf, mentionedNames } from "./declarations.js";
import { EditedModules } from "./editedModules.js";
import { Following } from "./following.js";
import { declarationIn, formatDeclaration, nameAt } from "./declaredAt.js";
import type { Extension, Placed } from "./placed.js";
import { type Followed, hubFile, Slots, withoutSlots } from "./slots.js";
import { Summaries } from "./summaries.js";
import type { CompletionItem, ServerDiagnostic, TypeServer } from "./typeServer.js";

/** What there is to say of a cell's types. */
export interface Checked {
  errors: Diagnostic[];
  notes: string[];
}

/** Knows the types of a notebook: of the cell that comes, and of all that ran. */
export class Checker {
  readonly config: NotebookConfig;
  private readonly slots: Slots;
  private readonly ambient: AmbientModules;
  private readonly summaries: Summaries;
  private readonly modules: EditedModules;
  /** The packages without types of which that has been said. */
  private readonly untyped = new Set<string>();
  private pending: Placed | undefined;
  /** Functions that use what was declared anew, and what there is to say of them. */
  private readonly following = new Following((placed) => this.checkFollower(placed));
  private readonly unfit: string[] = [];

  constructor(
    project: Project,
    private readonly folder: string,
    private readonly host: Host,
    private readonly server: TypeServer,
  ) {
    this.config = notebookConfig(project, folder, [hubFile, ambientFile], host);
    this.server.write(configFile, this.config.text, "json");
    const write = (name: string, text: string) => this.server.write(name, text);
    this.slots = new Slots(write);
    this.ambient = new AmbientModules(write);
    this.summaries = new Summaries(this.server);
    this.modules = new EditedModules(this.server, host, folder);
  }

  /** Names that earlier cells left for reading at run time. */
  get live(): ReadonlySet<string> {
    return this.slots.liveValues;
  }

  /** Every type error of a cell, and of the modules that it imports; none when types are not asked for. */
  async check(code: string, file: ts.SourceFile, types: boolean): Promise<Checked> {
    const first = await this.place(this.ambient.take(file, []) ?? code, file);
    if (!types) return { errors: [], notes: [] };
    const modules = this.modules.update(file).filter(isTypeScript);
    const [{ placed, found }, ...inModules] = await Promise.all([
      this.checkPlaced(first, file),
      ...modules.map((path) => this.errorsIn(relative(this.folder, path))),
    ]);
    const lines = code.split("\n").length;
    const ofCell = found.filter(({ code, range }) => !isUntypedList(code) && range.start.line < lines);
    const errors = ofCell.filter(isError);
    await this.following.settle(mentionedNames(file, this.config.jsxNames));
    if (errors.length === 0) this.summaries.add(placed);
    return {
      errors: [
        ...withHint(errors.map((one) => this.describeError(one, code))),
        ...modules.flatMap((path, at) => this.describeIn(path, inModules[at].filter(isError))),
      ],
      notes: [...this.notesOf([...ofCell, ...inModules.flat()]), ...this.unfit.splice(0)],
    };
  }

  /** Says once of each package that it brings no types. */
  private notesOf(found: ServerDiagnostic[]): string[] {
    const names = found.filter(isUntypedPackage).map(({ message }) => /'([^']+)'/.exec(message)?.[1] ?? "");
    const fresh = [...new Set(names)].filter((name) => !this.untyped.has(name));
    return fresh.map((name) => {
      this.untyped.add(name);
      return `kernel: ${name} brings no types, so that what comes from it may be anything (any)`;
    });
  }

  /** Takes up a cell that has run before, under another checker. */
  async recall(code: string, file: ts.SourceFile, missing: string[]): Promise<void> {
    const declaresModules = file.statements.some((one) => ts.isModuleDeclaration(one));
    const first = await this.place(this.ambient.take(file, []) ?? code, file);
    const { placed } = declaresModules ? await this.checkPlaced(first, file) : { placed: first };
    this.summaries.add(placed);
    this.keep(missing);
  }

  /** Checks a cell in its slot; once more without what it declares of modules that have no types of their own. */
  private async checkPlaced(
    placed: Placed,
    file: ts.SourceFile,
  ): Promise<{ placed: Placed; found: ServerDiagnostic[] }> {
    const found = await this.errorsIn(placed.file);
    const rest = this.ambient.take(file, found);
    if (rest === undefined || rest === placed.code) return { placed, found };
    const again = await this.place(rest, file);
    return { placed: again, found: await this.errorsIn(again.file) };
  }

  private async place(code: string, file: ts.SourceFile): Promise<Placed> {
    const mentioned = mentionedNames(file, this.config.jsxNames);
    await this.summaries.pause(mentioned);
    this.following.pause();
    if (this.pending) this.slots.withdraw(this.pending);
    this.follow();
    return (this.pending = this.slots.place(code, extensionOf(file), declarationsOf(file), mentioned));
  }

  /** Has functions that use what the last cell declared anew be of the types that they have now. */
  private follow(): void {
    this.following.add(this.slots.follow(this.config.jsxNames));
  }

  private async checkFollower(placed: Followed): Promise<void> {
    const lines = placed.code.split("\n").length;
    const found = await this.errorsIn(placed.file);
    const errors = found.filter(
      (one) => isError(one) && !isUntypedList(one.code) && one.range.start.line < lines,
    );
    if (errors.length === 0) this.summaries.add(placed);
    else this.unfit.push(unfitNote(placed, errors[0]));
  }

  private async errorsIn(name: string): Promise<ServerDiagnostic[]> {
    const found = await this.server.diagnostics(name);
    return found.filter(({ severity }) => severity === 1);
  }

  /** The cell that was checked last has run, as far as it came. */
  keep(missing: string[]): void {
    const placed = this.pending;
    this.pending = undefined;
    if (!placed) return;
    this.ambient.keep();
    this.slots.keep(placed, missing);
    this.summaries.resume(() => this.prepare());
  }

  /** The cell that was checked last, if it has not run yet, is never going to. */
  drop(): void {
    if (this.pending) this.slots.withdraw(this.pending);
    this.pending = undefined;
    this.ambient.drop();
  }

  /** Makes room for the next cell, unless it came already. */
  private prepare(): void {
    if (this.pending || this.summaries.isAtWork) return;
    this.follow();
    if (!this.following.isAtWork) return this.slots.prepare();
    this.following.resume(() => this.pending || this.summaries.resume(() => this.prepare()));
  }

  clear(): void {
    this.pending = undefined;
    this.unfit.length = 0;
    this.slots.clear();
    this.ambient.clear();
  }

  private describeError({ range: { start, end }, message }: ServerDiagnostic, code: string): Diagnostic {
    const { line, character: column } = start;
    const length = end.line === line ? end.character - column : Infinity;
    const frame = codeFrame(code, { line, column, length });
    const missing = hintOnMissing(message, (name) => this.host.isBuiltin(name));
    const text = withoutSlots(message) + missing;
    return { message: text, hint: hintOnNamesakes(text), line, column, frame };
  }

  private describeIn(path: string, errors: ServerDiagnostic[]): Diagnostic[] {
    const text = errors.length > 0 ? (this.host.readFile(path) ?? "") : "";
    return errors.map((one) => ({ ...this.describeError(one, text), file: path }));
  }

  /** Completions at a place in code that has not run. */
  async complete(code: string, file: ts.SourceFile, position: Position): Promise<CompletionItem[]> {
    return this.server.completions(this.query(code, file), position);
  }

  /** A completion, with words about its type where it would count as a variable. */
  describe(item: CompletionItem): Promise<CompletionItem> {
    return this.server.described(item);
  }

  /** What is at that place: its type and documentation, or the signature of the call around it. */
  async inspect(code: string, file: ts.SourceFile, position: Position): Promise<string | undefined> {
    const name = this.query(code, file);
    const hover = await this.server.hover(name, position);
    const text = hover ?? (await this.signature(name, position));
    return text && withoutSlots(text).replace(/```typescript\n\s*```\n?/g, "");
  }

  /** How the name at that place is declared, as it is written there, and where that is. */
  async declaration(code: string, file: ts.SourceFile, position: Position): Promise<string | undefined> {
    const name = nameAt(code, position);
    const isOwn = declarationsOf(file).some((one) => one.name === name);
    const source = name !== undefined && !isOwn ? this.slots.sourceOf(name) : undefined;
    if (source) return formatDeclaration("this notebook", source);
    const found = await this.server.definition(this.query(code, file), position);
    return found && declarationIn(this.server.textOf(found.targetUri), found);
  }

  close(): void {
    this.server.close();
  }

  private async signature(name: string, position: Position): Promise<string | undefined> {
    const help = await this.server.signatures(name, position);
    const active = help?.signatures[help.activeSignature ?? 0];
    if (!active) return undefined;
    const docs =
      typeof active.documentation === "string" ? active.documentation : active.documentation?.value;
    return `\`\`\`typescript\n${active.label}\n\`\`\`\n${docs ?? ""}`;
  }

  private query(code: string, file: ts.SourceFile): string {
    this.follow();
    return this.slots.lookAt(code, extensionOf(file), declarationsOf(file));
  }
}

/**
 * Whether an error is about a list that began empty, `const losses = []`, and gets its type by what is pushed. Within a
 * module TypeScript follows that; from one cell to the next it cannot, and calls it an implicit `any[]`.
 */
function isUntypedList(code: number): boolean {
  return code === complaint.implicitAny || code === complaint.implicitAnyInPlaces;
}

/** Whether an error is about a package that has no types, which does not matter to a notebook more than to a script. */
function isUntypedPackage({ code }: ServerDiagnostic): boolean {
  return code === complaint.untypedPackage;
}

/** Whether it stops a cell: what an `import` gets from a URL, only Node knows. */
function isError(found: ServerDiagnostic): boolean {
  return !isUntypedPackage(found) && !/^Cannot find module '(?:data|file):/.test(found.message);
}

function unfitNote({ homes, uses }: Followed, { message }: ServerDiagnostic): string {
  const [names, used] = [[...homes.keys()], uses].map((all) => all.join(", "));
  return `kernel: ${names} uses ${used}, declared anew since, and does not fit: ${withoutSlots(message)}`;
}

/** The first name that nothing declares gets the hint that stands for all of them. */
function withHint(diagnostics: Diagnostic[]): Diagnostic[] {
  const first = diagnostics.findIndex(({ message }) => hintOnUnknownName(message) !== undefined);
  return diagnostics.map((one, at) =>
    at === first ? { ...one, hint: hintOnUnknownName(one.message) } : one,
  );
}

/** Where a value is of a type whose name has been declared anew since, the compiler's words make no sense alone. */
function hintOnNamesakes(message: string): string | undefined {
  const name = /[Tt]ype '([^']+)'.* type '\1'/.exec(message)?.[1];
  return (
    name &&
    `${name} has been declared anew: this value is of the earlier ${name}, so run the cell again that makes it`
  );
}

function extensionOf(file: ts.SourceFile): Extension {
  return file.languageVariant === ts.LanguageVariant.JSX ? "tsx" : "ts";
}
