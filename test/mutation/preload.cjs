// Loaded by every process of a mutation run (NODE_OPTIONS): files are read as the plan has them, on the disk they stay.
const fs = require("node:fs");

const read = fs.readFileSync;
const plan = JSON.parse(read(process.env.MUTATION_PLAN, "utf8"));

fs.readFileSync = function readFileSync(path, options) {
  const text = typeof path === "string" ? plan.texts[path] : undefined;
  if (text === undefined) return Reflect.apply(read, fs, arguments);
  return options ? text : Buffer.from(text);
};

const told = new Set();

// A test's child process or thread says what it reaches too; MUTATION_TEST is the test that it was started in.
globalThis[Symbol.for("mutation.reached")] = (id, test = process.env.MUTATION_TEST) => {
  const line = JSON.stringify({ reached: id, test });
  if (!plan.log || told.has(line)) return;
  told.add(line);
  fs.appendFileSync(plan.log, `${line}\n`);
};
globalThis[Symbol.for("mutation.plan")] = plan;
