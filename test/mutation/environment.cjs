const { appendFileSync } = require("node:fs");
const NodeGlobalsEnvironment = require("../environment.cjs");

const plan = globalThis[Symbol.for("mutation.plan")];
const tell = globalThis[Symbol.for("mutation.reached")];
const everything = "*";

/** Runs the tests that reach a mutant, until one fails; without a mutant, says which test reaches which place. */
class MutationEnvironment extends NodeGlobalsEnvironment {
  constructor(config, context) {
    process.env.MUTATION_TEST = JSON.stringify([context.testPath, everything]);
    super(config, context);
    this.made = performance.now();
    this.path = context.testPath;
    this.reached = new Set();
    this.global[Symbol.for("mutation.reached")] = (id) => {
      if (this.reached.has(id)) return;
      this.reached.add(id);
      tell(id, process.env.MUTATION_TEST);
    };
  }

  handleTestEvent(event, state) {
    if (event.name === "run_start") {
      this.loadMs = performance.now() - this.made;
      skipBut(state.rootDescribeBlock, plan.only?.[this.path]);
    }
    if (event.name === "test_start") this.enter(nameOf(event.test));
    if (event.name === "test_done") {
      this.enter(everything);
      this.leave(event.test, state);
    }
  }

  enter(name) {
    this.reached.clear();
    process.env.MUTATION_TEST = JSON.stringify([this.path, name]);
  }

  leave(test, state) {
    if (test.mode === "skip" || test.mode === "todo") return;
    const [error] = test.errors;
    const ended = {
      path: this.path,
      name: nameOf(test),
      ms: test.duration,
      loadMs: this.loadMs,
      failed: error && reasonOf(error),
    };
    appendFileSync(plan.results, `${JSON.stringify(ended)}\n`);
    if (error && plan.only) skipBut(state.rootDescribeBlock, []);
  }
}

function skipBut(block, names) {
  if (!names || names.includes(everything)) return;
  for (const child of block.children) {
    if (child.type === "describeBlock") skipBut(child, names);
    else if (!names.includes(nameOf(child))) child.mode = "skip";
  }
}

function nameOf({ parent, name }) {
  return parent?.parent ? `${nameOf(parent)} ${name}` : name;
}

/** Whether an assertion about a value failed, the time was up, or something else was thrown. */
function reasonOf(failure) {
  const error = Array.isArray(failure) ? (failure[0] ?? failure[1]) : failure;
  const text = String(error?.stack ?? error);
  if (/exceeded timeout/i.test(text)) return "time";
  return error?.matcherResult || error?.cause?.matcherResult || /\bexpect\(|AssertionError/.test(text)
    ? "assertion"
    : "error";
}

module.exports = MutationEnvironment;
