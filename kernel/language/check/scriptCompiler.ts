import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";
import { isDeclaration } from "../../protocol/fileEndings.js";
import type { Host } from "../../protocol/host.js";
import { offsetAt, type Position } from "../../protocol/positions.js";
import { configFile, configHost } from "./config.js";
import { kindOf } from "./scriptKinds.js";
import type {
  CompletionItem,
  Definition,
  Range,
  ServerDiagnostic,
  SignatureHelp,
  TypeServer,
} from "./typeServer.js";

interface Document {
  version: number;
  text: string;
}

/** A completion that knows where it was offered. */
type Offered = CompletionItem & { from: { path: string; offset: number; source?: string } };

/**
 * TypeScript's compiler in JavaScript, in the thread that asks: it needs no process, so that it runs wherever JavaScript
 * does, and takes several times as long as the native one.
 */
export class ScriptCompiler implements TypeServer {
  private readonly documents = new Map<string, Document>();
  private readonly service: ts.LanguageService;
  private config: ts.ParsedCommandLine | undefined;
  private changes = 0;

  /**
   * Knows no file of a cell yet.
   *
   * @param libraries the folder with the declarations of the language's own library, `lib.es5.d.ts` and the others
   */
  constructor(
    private readonly folder: string,
    private readonly host: Host,
    private readonly libraries: string,
  ) {
    this.service = ts.createLanguageService(this.serviceHost());
  }

  write(name: string, text: string): void {
    const path = join(this.folder, name);
    const version = (this.documents.get(path)?.version ?? 0) + 1;
    this.documents.set(path, { version, text });
    this.changes += 1;
    if (name === configFile) this.config = undefined;
  }

  filesChanged(): void {
    this.changes += 1;
  }

  async diagnostics(name: string): Promise<ServerDiagnostic[]> {
    const path = join(this.folder, name);
    const found = [
      ...this.service.getSyntacticDiagnostics(path),
      ...this.service.getSemanticDiagnostics(path),
    ];
    return found.map(({ start = 0, length = 0, category, code, messageText }) => ({
      range: this.range(path, { start, length }),
      severity: category === ts.DiagnosticCategory.Error ? 1 : 2,
      code,
      message: ts.flattenDiagnosticMessageText(messageText, "\n"),
    }));
  }

  async completions(name: string, position: Position): Promise<CompletionItem[]> {
    const [path, offset] = this.at(name, position);
    const found = this.service.getCompletionsAtPosition(path, offset, preferences);
    return (found?.entries ?? []).map((entry) => this.item(entry, path, offset));
  }

  async described(item: CompletionItem): Promise<CompletionItem> {
    const { path, offset, source } = (item as Offered).from;
    const details = this.service.getCompletionEntryDetails(
      path,
      offset,
      item.label,
      {},
      source,
      preferences,
      undefined,
    );
    return details ? { ...item, detail: ts.displayPartsToString(details.displayParts) } : item;
  }

  async hover(name: string, position: Position): Promise<string | undefined> {
    const found = this.service.getQuickInfoAtPosition(...this.at(name, position));
    if (!found) return undefined;
    const words = ts.displayPartsToString(found.documentation);
    // Where a cell's names come from is the checker's own affair.
    const declared = ts
      .displayPartsToString(found.displayParts)
      .replace(/(?<=^\(alias\)[^]*)\nimport .*$/, "");
    return `\`\`\`typescript\n${declared}\n\`\`\`\n${words}`;
  }

  async signatures(name: string, position: Position): Promise<SignatureHelp | undefined> {
    const found = this.service.getSignatureHelpItems(...this.at(name, position), undefined);
    if (!found) return undefined;
    const signatures = found.items.map((one) => ({
      label: [
        ts.displayPartsToString(one.prefixDisplayParts),
        one.parameters.map(({ displayParts }) => ts.displayPartsToString(displayParts)).join(", "),
        ts.displayPartsToString(one.suffixDisplayParts),
      ].join(""),
      documentation: ts.displayPartsToString(one.documentation),
    }));
    return { signatures, activeSignature: found.selectedItemIndex };
  }

  async definition(name: string, position: Position): Promise<Definition | undefined> {
    const [found] = this.service.getDefinitionAtPosition(...this.at(name, position)) ?? [];
    if (!found) return undefined;
    const { fileName, textSpan, contextSpan = textSpan } = found;
    return {
      targetUri: pathToFileURL(fileName).href,
      targetRange: this.range(fileName, contextSpan),
      targetSelectionRange: this.range(fileName, textSpan),
    };
  }

  textOf(uri: string): string {
    return this.read(fileURLToPath(uri)) ?? "";
  }

  close(): void {
    this.service.dispose();
  }

  private item(entry: ts.CompletionEntry, path: string, offset: number): Offered {
    const { name: label, kind, sortText, insertText, filterText, replacementSpan, source } = entry;
    const newText = insertText ?? label;
    const textEdit = replacementSpan && { range: this.range(path, replacementSpan), newText };
    const from = { path, offset, source };
    return { label, kind: kindOf(kind), sortText, insertText, filterText, textEdit, from };
  }

  private at(name: string, position: Position): [path: string, offset: number] {
    const path = join(this.folder, name);
    return [path, offsetAt(this.read(path) ?? "", position)];
  }

  private range(path: string, { start, length }: ts.TextSpan): Range {
    const file = this.service.getProgram()?.getSourceFile(path);
    const place = (offset: number): Position =>
      file ? file.getLineAndCharacterOfPosition(offset) : { line: 0, character: 0 };
    return { start: place(start), end: place(start + length) };
  }

  private read(path: string): string | undefined {
    return this.documents.get(path)?.text ?? this.host.readFile(path);
  }

  private stateOf(path: string): string {
    return String(this.documents.get(path)?.version ?? this.host.stateOf(path));
  }

  private configuration(): ts.ParsedCommandLine {
    const text = this.read(join(this.folder, configFile)) ?? "{}";
    const { config } = ts.parseConfigFileTextToJson(configFile, text);
    return (this.config ??= ts.parseJsonConfigFileContent(config, configHost(this.host), this.folder));
  }

  /** The documents that the configuration names, and what is declared beside them. */
  private roots(): string[] {
    const named = this.configuration().fileNames.filter((path) => !path.endsWith(".json"));
    const declared = this.host.namesIn(this.folder).filter(isDeclaration);
    return [...named, ...declared.map((name) => join(this.folder, name))];
  }

  private serviceHost(): ts.LanguageServiceHost {
    const { host, libraries } = this;
    const fileExists = (path: string) => this.documents.has(path) || host.stateOf(path) !== "";
    return {
      fileExists,
      readFile: (path) => this.read(path),
      directoryExists: (path) => host.hasFolder(path),
      getDirectories: (path) => host.namesIn(path).filter((name) => host.hasFolder(join(path, name))),
      getCurrentDirectory: () => this.folder,
      getDefaultLibFileName: (options) => join(libraries, ts.getDefaultLibFileName(options)),
      getProjectVersion: () => String(this.changes),
      getCompilationSettings: () => ({ ...this.configuration().options, noErrorTruncation: true }),
      getScriptFileNames: () => this.roots(),
      getScriptVersion: (path) => this.stateOf(path),
      getScriptSnapshot: (path) => {
        const text = this.read(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
    };
  }
}

/** Nobody needs imports to be written for them in a notebook's completions: they would swamp the names in scope. */
const preferences: ts.UserPreferences = {
  includeCompletionsForModuleExports: false,
  includeCompletionsWithInsertText: true,
};
