import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import koffi from "koffi";

const stderr = 2;

// What TensorFlow says about itself: a severity (information or warning) with a date, or the heading of such lines.
const chatter = /^([IW]\d{4} |WARNING: All log messages before absl|To enable the following instructions)/;

/**
 * Runs something that loads TensorFlow without what its C++ code prints about itself; all else is printed after.
 *
 * `TF_CPP_MIN_LOG_LEVEL` comes too late for what the library prints while it is being loaded, so the file
 * descriptor itself is turned aside. Where the user has set that variable, nothing is kept from them.
 *
 * ```ts
 * const tf = quietly(() => require("@tensorflow/tfjs-node"));
 * ```
 */
export function quietly<T>(load: () => T): T {
  if (process.env.TF_CPP_MIN_LOG_LEVEL !== undefined) return load();
  process.env.TF_CPP_MIN_LOG_LEVEL = "2";
  const restore = turnAside();
  try {
    return load();
  } finally {
    const rest = restore()
      .split("\n")
      .filter((line) => !chatter.test(line))
      .join("\n");
    if (rest.trim()) writeSync(stderr, rest);
  }
}

/** Lets everything written to stderr go to a file, until the returned function is called, which gives it. */
function turnAside(): () => string {
  const duplicates = fileDescriptors();
  if (!duplicates) return () => "";
  const folder = mkdtempSync(join(tmpdir(), "tsdescent-"));
  const path = join(folder, "stderr");
  const file = openSync(path, "w");
  const saved = duplicates.dup(stderr);
  duplicates.dup2(file, stderr);
  return () => {
    duplicates.dup2(saved, stderr);
    closeSync(saved);
    closeSync(file);
    const written = readFileSync(path, "utf8");
    rmSync(folder, { recursive: true });
    return written;
  };
}

function fileDescriptors() {
  try {
    const c = koffi.load(null);
    return { dup: c.func("int dup(int)"), dup2: c.func("int dup2(int, int)") };
  } catch {
    return undefined;
  }
}
