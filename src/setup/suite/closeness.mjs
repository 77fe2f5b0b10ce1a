import path from "node:path";

/**
 * Code under test/: the text of each file by its path from the checkout.
 *
 * @typedef {Map<string, string>} Sources
 */

/**
 * How a test concerns a file that changed: the lower the rank, the nearer.
 *
 * @typedef {{rank: number, why: string}} Closeness
 */

/** Which tests concern a file, by names, imports and rooms: indexes would make everything concern everything. */
export class Suite {
  /** @param {Sources} sources */
  constructor(sources) {
    this.sources = sources;
    /** @type {Map<string, Set<string>>} */
    this.named = new Map([...sources].map(([file, text]) => [file, new Set(namedIn(file, text))]));
  }

  /**
   * The tests that concern a file, each with how it does.
   *
   * @param {string} changed its path from the checkout
   * @param {string} text what it holds; empty of a file that is gone
   * @returns {Map<string, Closeness>}
   */
  concerned(changed, text) {
    /** @type {Map<string, Closeness>} */
    const found = new Map();
    const steps = this.stepsTo(changed);
    const words = wordsOf(changed, text);
    for (const test of this.sources.keys()) {
      if (!test.endsWith(".test.ts")) continue;
      const closeness = this.closeness(test, changed, steps, words);
      if (closeness) found.set(test, closeness);
    }
    return found;
  }

  /**
   * @param {string} test
   * @param {string} changed
   * @param {Map<string, number>} steps
   * @param {RegExp | undefined} words
   * @returns {Closeness | undefined}
   */
  closeness(test, changed, steps, words) {
    const because = (/** @type {number} */ rank, /** @type {string} */ why) => ({ rank, why });
    const isNear = !changed.startsWith("test/") && this.isOfRoom(test, roomOf(changed));
    if (test === changed) return because(0, "changed itself");
    if (isNear && namesOf(changed).includes(nameOf(test))) return because(1, `has a name of ${changed}`);
    const away = steps.get(test);
    if (away === 1) return because(2, `names ${changed}`);
    if (away !== undefined) return because(3, `comes to ${changed} by what it imports`);
    if (words?.test(this.sources.get(test) ?? ""))
      return because(isNear ? 4 : 5, `uses what ${changed} exports`);
    if (!isNear) return undefined;
    return test.startsWith(mirrorOf(changed)) ? because(6, "stands beside it") : because(7, "is of its room");
  }

  /**
   * Whether a test stands in a room's folder, or is a contract of it.
   *
   * @param {string} test
   * @param {string | undefined} room
   */
  isOfRoom(test, room) {
    if (room === undefined) return false;
    if (test.startsWith("test/contracts/")) return !!this.named.get(test)?.has(`src/${room}`);
    return test.startsWith(`test/${room}/`);
  }

  /**
   * How many steps each file under test/ is away from a file, by what they import or name.
   *
   * @param {string} changed
   */
  stepsTo(changed) {
    /** @type {Map<string, number>} */
    const steps = new Map();
    let targets = targetsOf(changed);
    for (let step = 1; targets.length; step++) {
      const next = [...this.named].filter(
        ([file, names]) => !steps.has(file) && file !== changed && targets.some((one) => names.has(one)),
      );
      for (const [file] of next) steps.set(file, step);
      targets = next.flatMap(([file]) => targetsOf(file));
    }
    return steps;
  }
}

/**
 * As what a file is named: by its path with and without its ending, as the folder whose index it is, and by its name
 * alone: within its room, where it is one of the tests, and anywhere, where nothing imports it.
 *
 * @param {string} file
 */
function targetsOf(file) {
  const names = [file, withoutEnding(file)];
  if (nameOf(file) === "index") names.push(path.posix.dirname(file));
  if (file.startsWith("test/")) names.push(inRoom(file, path.posix.basename(file)));
  else if (!isSource(file)) names.push(path.posix.basename(file));
  return names;
}

/**
 * What a file's text names in quotes: what it imports, as paths from the checkout, and files by their last part.
 *
 * @param {string} file
 * @param {string} text
 */
function* namedIn(file, text) {
  for (const [, quoted] of text.matchAll(/["'`]([\w./@-]+)["'`]/g)) {
    if (/^\.\.?\//.test(quoted)) {
      const whole = path.posix.join(path.posix.dirname(file), quoted);
      yield* [whole, withoutEnding(whole), whole.replace(/\/index$/, "")];
    } else if (/^(test|src|kernel)\//.test(quoted)) yield quoted;
    const base = path.posix.basename(quoted);
    if (/\.\w+$/.test(base)) yield* [base, inRoom(file, base)];
  }
}

/**
 * What finds the names that a module exports, but as methods; none of an index, which exports what is of others.
 *
 * @param {string} file
 * @param {string} text
 */
function wordsOf(file, text) {
  if (!isSource(file) || nameOf(file) === "index") return undefined;
  const declared = /^export (?:async |abstract )?(?:function\*?|const|let|class|interface|type) (\w{3,})/gm;
  const names = [...text.matchAll(declared)].map(([, name]) => name).join("|");
  return names ? new RegExp(`((?<![.\\w])|\\b${roomOf(file)}\\.)(${names})\\b`) : undefined;
}

/**
 * `plot` of src/plot/… and of test/plot/…; kernel and notebooks are a room each.
 *
 * @param {string} file
 */
function roomOf(file) {
  const [first, second, more] = file.split("/");
  if (first === "kernel" || first === "notebooks") return first;
  return (first === "src" || first === "test") && more !== undefined ? second : undefined;
}

/**
 * Where the tests of a file's folder stand.
 *
 * @param {string} file
 */
function mirrorOf(file) {
  const folder = path.posix.dirname(file);
  return `${folder.startsWith("src/") ? folder.replace("src", "test") : `test/${folder}`}/`;
}

/**
 * The names by which a file's tests go: its own and its folder's.
 *
 * @param {string} file
 */
function namesOf(file) {
  return [nameOf(file), path.posix.basename(path.posix.dirname(file))];
}

/** @param {string} file */
function nameOf(file) {
  return path.posix.basename(withoutEnding(file)).replace(/\.test$/, "");
}

/** @param {string} file */
function withoutEnding(file) {
  return file.replace(/\.\w+$/, "");
}

/** @param {string} file */
function isSource(file) {
  return /^(src|kernel)\/.*\.ts$/.test(file);
}

/**
 * @param {string} file
 * @param {string} name
 */
function inRoom(file, name) {
  return `${roomOf(file)} ${name}`;
}
