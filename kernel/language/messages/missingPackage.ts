import { isBuiltin } from "node:module";

/**
 * What to do about a module that is not found, when it is a package: a line that begins anew after Node's or the
 * compiler's message; nothing for any other message, and for files.
 */
export function hintOnMissing(message: string): string {
  const request = /^Cannot find (?:module|package) '([^']+)'/.exec(message)?.[1];
  const name = request && /^(?:@[\w.-]+\/)?[a-z\d][\w.-]*/i.exec(request)?.[0];
  return name && !request.includes(":") && !isBuiltin(name) ? `\nTo install it: %npm install ${name}` : "";
}
