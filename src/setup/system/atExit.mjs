import process from "node:process";

/** How long interrupted work may take to leave things in order. */
const patienceMs = 8000;

/** @type {Set<() => void>} */
const cleanups = new Set();
/** @type {Set<Work>} */
const running = new Set();
let listening = false;
let isEnding = false;

/**
 * Something that goes on outside this process.
 *
 * @typedef {object} Work
 * @property {(signal: NodeJS.Signals) => void} signal asks it to end, or makes it
 * @property {Promise<unknown>} ended
 */

/**
 * Runs `cleanup` when the process ends, by itself or by a signal. Returns a function that forgets it again.
 *
 * @param {() => void} cleanup must be synchronous
 */
export function atExit(cleanup) {
  listen();
  cleanups.add(cleanup);
  return () => cleanups.delete(cleanup);
}

/**
 * Has `work` ended, and waits for it, before a signal ends this process: what it still writes must not get into
 * the way of the next run.
 *
 * @param {Work} work
 */
export function endFirst(work) {
  listen();
  running.add(work);
  void work.ended.finally(() => running.delete(work));
}

/** Whether a signal is ending this process: work that ended for it has not failed. */
export function isInterrupted() {
  return isEnding;
}

/**
 * Ends this process when the npm that runs it is gone: a signal that ends npm ends the shell between npm and us,
 * but does not come through to here.
 */
export function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || void end(143), 1000).unref();
}

function listen() {
  if (listening) return;
  listening = true;
  process.on("exit", cleanUp);
  process.on("SIGINT", () => void end(130));
  process.on("SIGTERM", () => void end(143));
  process.on("SIGHUP", () => void end(129));
}

/** @param {number} code */
async function end(code) {
  // Asked a second time, we do not wait.
  if (isEnding) return process.exit(code);
  isEnding = true;
  const works = [...running];
  if (works.length) process.stderr.write("\nStopped. Run it again any time: what was done stays done.\n");
  for (const work of works) work.signal("SIGTERM");
  const late = setTimeout(() => works.forEach((work) => work.signal("SIGKILL")), patienceMs);
  await Promise.allSettled(works.map(({ ended }) => ended));
  clearTimeout(late);
  process.exit(code);
}

function cleanUp() {
  for (const work of running) work.signal("SIGKILL");
  for (const cleanup of [...cleanups].reverse()) cleanup();
  cleanups.clear();
}
