/**
 * What set-up cannot go on without, in the words of its reader: what is wrong, and what to do about it.
 */
export class SetupError extends Error {
  /**
   * @param {string} message
   * @param {{remedy?: string, details?: string}} [options] `remedy`: what to do; `details`: a command's last lines
   */
  constructor(message, { remedy = "", details = "" } = {}) {
    super(message);
    this.name = "SetupError";
    this.remedy = remedy;
    this.details = details;
  }
}

/**
 * The last lines of a command's output that say something.
 *
 * @param {string} output
 * @param {number} [count]
 */
export function lastLines(output, count = 12) {
  return output
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .slice(-count)
    .join("\n");
}

const causes = [
  /No space left on device|ENOSPC/,
  /do not match the hashes/,
  /getaddrinfo \w+ \S+|connect E\w+ \S+|Connection refused|Name or service not known|Temporary failure in name resolution|Network is unreachable|timed? ?out/i,
  /error:? .*/i,
];

/**
 * The part of a command's output that names what went wrong, the plainest cause first.
 *
 * @param {string} output
 */
export function causeIn(output) {
  for (const cause of causes) {
    const found = cause.exec(output);
    if (found) return found[0].trim();
  }
  return lastLines(output, 1).trim();
}
