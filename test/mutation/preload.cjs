// Loaded by every process of a mutation run (NODE_OPTIONS): files are read as the plan has them, on the disk they stay.
const fs = require("node:fs");

const read = fs.readFileSync;
// What a cell may replace is kept: it is told of what the cell reaches afterwards.
const append = fs.appendFileSync;
const { stringify } = JSON;
const plan = JSON.parse(read(process.env.MUTATION_PLAN, "utf8"));

fs.readFileSync = function readFileSync(path, options) {
  const text = typeof path === "string" ? plan.texts[path] : undefined;
  if (text === undefined) return Reflect.apply(read, fs, arguments);
  return options ? text : Buffer.from(text);
};

const told = Object.create(null);

// A test's child process or thread says what it reaches too; MUTATION_TEST is the test that it was started in.
globalThis[Symbol.for("mutation.reached")] = (id, test = process.env.MUTATION_TEST) => {
  if (!plan.log) return;
  const line = stringify({ reached: id, test });
  if (told[line]) return;
  told[line] = true;
  append(plan.log, `${line}\n`);
};
globalThis[Symbol.for("mutation.plan")] = plan;
