import type { Position } from "../../protocol/positions.js";

/** From where to where something reaches. */
export interface Range {
  start: Position;
  end: Position;
}

/** What the compiler has to say about a stretch of a file. */
export interface ServerDiagnostic {
  range: Range;
  /** 1 is an error. */
  severity: number;
  code: number;
  message: string;
}

/** One completion. */
export interface CompletionItem {
  label: string;
  kind?: number;
  sortText?: string;
  insertText?: string;
  /** How it is declared, once it was asked for. */
  detail?: string;
  filterText?: string;
  textEdit?: { range: Range; newText: string };
}

/** Where a name is declared: the file, and the lines of the declaration. */
export interface Definition {
  targetUri: string;
  targetRange: Range;
  targetSelectionRange: Range;
}

/** The call around a place. */
export interface SignatureHelp {
  signatures: { label: string; documentation?: string | { value: string } }[];
  activeSignature?: number;
}

/** Why nothing can be asked of the compiler. */
export class CompilerGone extends Error {}

/** It took longer than anybody waits; the next question has another one. */
export class CompilerLate extends CompilerGone {}

/**
 * TypeScript's compiler, whichever it is: the native one in a process of its own, or the one in JavaScript. The files of
 * a notebook exist only in its memory, as documents that an editor would have open. Shapes and numbers are those of the
 * Language Server Protocol.
 */
export interface TypeServer {
  /** Puts a document there, or changes the one that is there. */
  write(name: string, text: string, languageId?: string): void;
  /** Says that files on the disk were made (1), changed (2) or removed (3). */
  filesChanged(changes: { path: string; type: 1 | 2 | 3 }[]): void;
  diagnostics(name: string): Promise<ServerDiagnostic[]>;
  completions(name: string, position: Position): Promise<CompletionItem[]>;
  /** A completion with how it is declared, when it names a variable, as aliases of anything do. */
  described(item: CompletionItem): Promise<CompletionItem>;
  /** Type and documentation, as Markdown. */
  hover(name: string, position: Position): Promise<string | undefined>;
  signatures(name: string, position: Position): Promise<SignatureHelp | undefined>;
  definition(name: string, position: Position): Promise<Definition | undefined>;
  /** What is in a file that the compiler named: in its memory, or on the disk. */
  textOf(uri: string): string;
  close(): void;
}

/** The protocol's number for a variable among the kinds of completions. */
export const variableKind = 6;
