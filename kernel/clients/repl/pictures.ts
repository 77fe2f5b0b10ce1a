import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Shown } from "../../protocol/outcome.js";

/** What a terminal cannot show and a file can hold, best first, with the endings of such files. */
const endings: Record<string, string> = {
  "image/png": "png",
  "image/svg+xml": "svg",
  "image/jpeg": "jpg",
  "image/gif": "gif",
};

/** Saves the pictures that cells show, in a folder that stays when the terminal is left. */
export class Pictures {
  private folder: string | undefined;
  private count = 0;
  private readonly paths = new Map<string, string>();

  /** A value in words; of a picture, what it says of itself, and the file in which it is. */
  inWords({ data }: Shown, displayId?: string): string {
    const text = data["text/plain"] === undefined ? undefined : textOf(data["text/plain"]);
    const type = Object.keys(endings).find((one) => one in data);
    if (type) return `${text ?? "a picture"}\n→ ${this.save(type, data[type], displayId)}`;
    if (text !== undefined) return text;
    if ("text/html" in data) return `a page\n→ ${this.save("text/html", data["text/html"], displayId)}`;
    return `a value of ${Object.keys(data).join(", ")}, which a terminal cannot show`;
  }

  /** Puts what takes its place into the file of a picture; tells whether there is one. */
  replace({ data }: Shown, displayId: string): boolean {
    const path = this.paths.get(displayId);
    const type = Object.keys(endings).find((one) => one in data && path?.endsWith(`.${endings[one]}`));
    if (!path || !type) return false;
    writeFileSync(path, bytesOf(type, data[type]));
    return true;
  }

  private save(type: string, content: unknown, displayId: string | undefined): string {
    this.folder ??= mkdtempSync(join(tmpdir(), "tsdescent-repl-"));
    const path = join(this.folder, `${++this.count}.${endings[type] ?? "html"}`);
    writeFileSync(path, bytesOf(type, content));
    if (displayId !== undefined) this.paths.set(displayId, path);
    return path;
  }
}

/** Jupyter has text as it is, or in lines, and everything else as base64. */
function bytesOf(type: string, content: unknown): string | Buffer {
  const isText = type.startsWith("text/") || type === "image/svg+xml";
  return isText ? textOf(content) : Buffer.from(textOf(content), "base64");
}

function textOf(content: unknown): string {
  return Array.isArray(content) ? content.join("") : String(content);
}
