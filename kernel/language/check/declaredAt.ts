import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { Position } from "../../protocol/positions.js";
import { asDeclared } from "./namespaces.js";
import { isSlot } from "./slots.js";
import type { Definition } from "./typeServer.js";

/** Longer declarations, as of whole modules, are cut. */
const mostLines = 200;

/** The name at a place in code; undefined where it is a member of something. */
export function nameAt(code: string, { line, character }: Position): string | undefined {
  const text = code.split("\n")[line] ?? "";
  const [before] = /[\p{ID_Continue}$]*$/u.exec(text.slice(0, character)) ?? [""];
  const [after] = /^[\p{ID_Continue}$]*/u.exec(text.slice(character)) ?? [""];
  const isMember = text[character - before.length - 1] === ".";
  return isMember || before + after === "" ? undefined : before + after;
}

/** The declaration that the compiler found in a file with this text; undefined in what the checker wrote itself. */
export function declarationIn(text: string, { targetUri, ...ranges }: Definition): string | undefined {
  const { targetRange, targetSelectionRange } = ranges;
  const first = Math.min(targetRange.start.line, targetSelectionRange.start.line);
  const lines = text.split("\n").slice(first, targetRange.end.line + 1);
  const file = basename(fileURLToPath(targetUri));
  if (!isSlot(file)) return formatDeclaration(`${file}, line ${first + 1}`, lines.join("\n"));
  return lines[0].startsWith(";")
    ? undefined
    : formatDeclaration("this notebook", asDeclared(lines.join("\n")));
}

/** A declaration as Markdown. */
export function formatDeclaration(where: string, source: string): string {
  const lines = source.split("\n");
  const shown = lines.length > mostLines ? [...lines.slice(0, mostLines), "// …"] : lines;
  return `Declared in ${where}:\n\`\`\`typescript\n${shown.join("\n")}\n\`\`\``;
}
