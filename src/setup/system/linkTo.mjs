import fs from "node:fs";
import path from "node:path";

/**
 * Makes `link` lead to `target`, replacing what was there in one step.
 *
 * @param {string} target
 * @param {string} link
 */
export function linkTo(target, link) {
  if (leadsTo(target, link)) return;
  fs.mkdirSync(path.dirname(link), { recursive: true });
  const aside = `${link}.${process.pid}.tmp`;
  const kind = fs.statSync(target).isDirectory() ? "junction" : "file";
  fs.rmSync(aside, { force: true });
  fs.symlinkSync(path.relative(path.dirname(link), target), aside, kind);
  // A rename replaces a link, but not a folder.
  if (fs.existsSync(link) && !fs.lstatSync(link).isSymbolicLink()) fs.rmSync(link, { recursive: true });
  fs.renameSync(aside, link);
}

/**
 * Whether `link` is there and leads to `target`.
 *
 * @param {string} target
 * @param {string} link
 */
export function leadsTo(target, link) {
  try {
    return fs.lstatSync(link).isSymbolicLink() && fs.realpathSync(link) === fs.realpathSync(target);
  } catch {
    return false;
  }
}
