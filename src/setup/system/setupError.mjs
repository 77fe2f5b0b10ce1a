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

/** @type {Record<string, [what: string, remedy: string]>} */
const refusals = {
  ENOSPC: ["the disk is full", "free some space (set-up needs 2.5 GB), then run this again"],
  EDQUOT: ["your share of the disk is full", "free some space (set-up needs 2.5 GB), then run this again"],
  EACCES: ["may not be written to", "make it writable, or name another folder with TSDESCENT_HOME=DIR"],
  EPERM: ["may not be written to", "make it writable, or name another folder with TSDESCENT_HOME=DIR"],
  EROFS: ["is read-only", "name a folder on another disk with TSDESCENT_HOME=DIR"],
};

/**
 * What the system means when it refuses a file or a folder; null for every other error.
 *
 * @param {unknown} error
 */
export function refusal(error) {
  const { code = "", path: place = "" } = /** @type {NodeJS.ErrnoException} */ (error);
  if (!Object.hasOwn(refusals, code)) return null;
  const [what, remedy] = refusals[code];
  return new SetupError(`${place} ${what} (${code})`.trim(), { remedy });
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
