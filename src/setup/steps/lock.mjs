import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { atExit } from "../system/atExit.mjs";
import { places } from "../system/places.mjs";

const file = path.join(places.descent, "lock");
const beatMs = 2000;
const staleMs = 20_000;

/**
 * Runs `work` while no other process of this checkout does; waits for one that is at it.
 *
 * @template T
 * @param {(text: string) => void} say told once when there is somebody to wait for
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(say, work) {
  fs.mkdirSync(places.descent, { recursive: true });
  for (let waited = false; !take(); waited = true) {
    if (!waited) say(`waiting for the set-up that process ${holder()} is running`);
    await sleep(300);
  }
  const release = () => fs.rmSync(file, { force: true });
  const forget = atExit(release);
  const beat = setInterval(() => fs.writeFileSync(file, String(process.pid)), beatMs);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    release();
    forget();
  }
}

function take() {
  return create() || (isStale() && (fs.rmSync(file, { force: true }), create()));
}

function create() {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    return false;
  }
}

/** A holder that was killed leaves the file behind; a living one touches it every two seconds. */
function isStale() {
  try {
    return Date.now() - fs.statSync(file).mtimeMs > staleMs || !isAlive(Number(holder()));
  } catch {
    return false;
  }
}

function holder() {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "?";
  }
}

/** @param {number} pid */
function isAlive(pid) {
  // Between its making and its writing the file is empty.
  if (!pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
