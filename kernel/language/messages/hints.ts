/**
 * What to do about a module that is not found, when it is a package: a line that begins anew after Node's or the
 * compiler's message; nothing for any other message, for files, and for modules that come with Node.
 */
export function hintOnMissing(message: string, isBuiltin: (name: string) => boolean): string {
  const request = /^Cannot find (?:module|package) '([^']+)'/.exec(message)?.[1];
  const name = request && /^(?:@[\w.-]+\/)?[a-z\d][\w.-]*/i.exec(request)?.[0];
  return name && !request.includes(":") && !isBuiltin(name) ? `\nTo install it: %npm install ${name}` : "";
}

/** What to do about a name that nothing declares: an earlier cell may, which has not run since the kernel started. */
export function undefinedHint(name: string): string {
  return `${name} is not defined since the kernel started: run the cells above, if one of them defines it`;
}

/** The same for a compiler's message; undefined where that is about something else. */
export function hintOnUnknownName(message: string): string | undefined {
  const name =
    /^(?:Cannot find (?:name|namespace)|No value exists in scope for the shorthand property) '([^']+)'\./.exec(
      message,
    )?.[1];
  return name === undefined || /Do you need to/.test(message) ? undefined : undefinedHint(name);
}
