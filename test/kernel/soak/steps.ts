import fc from "fast-check";
import type { Execution } from "../testKernel";
import { agree, agreeOnState, Disagreement, told } from "./agreement";
import { anyCell, type Cell, endingCell, isEndless, longCell, textOf } from "./cells";
import { inOrder, lookAt, Model, shown } from "./model";
import type { Notebook } from "./notebook";
import { files, pools } from "./grammar";

/** One thing that happens to a notebook. */
export type Step = fc.AsyncCommand<Model, Notebook, true>;

/** Declares what most cells use; a notebook's reader runs the first cells again after its process was lost. */
const start =
  "let count = 0, total = 0, sum = 0; const base = 5, step = 7; function fold(p: number): number { return p }";

export async function begin(model: Model, notebook: Notebook): Promise<void> {
  const number = { use: "number", type: "number", assignable: true } as const;
  const text = {
    text: start,
    needs: [],
    model: "count = total = sum = 0; base = 5; step = 7; fold = (p) => p",
  };
  const declares = {
    ...{
      count: number,
      total: number,
      sum: number,
      fold: { use: "other", type: "(p: number) => number" } as const,
    },
    ...({ base: { use: "number", type: "5" }, step: { use: "number", type: "7" } } as const),
  } as const;
  await model.run({ statements: [{ ...text, declares }] });
  agree(start, (await notebook.run(start)).reply.status, "ok");
}

/** A step whose text is shown when it fails; afterwards the state is what the model says. */
function step(words: string, act: (model: Model, notebook: Notebook) => Promise<void>): Step {
  return {
    check: () => Promise.resolve(true),
    toString: () => `\n--- ${words}`,
    async run(model, notebook) {
      await act(model, notebook);
      await agreeOnState(model, notebook);
    },
  };
}

async function agreeOnCell(cell: Cell, model: Model, execution: Execution): Promise<void> {
  const { status, ename, stdout, result } = await model.run(cell);
  const text = textOf(cell);
  if (!cell.end?.mayFail || ename === "TypeScriptError")
    agree(`${text}\nhow it ended`, [execution.reply.status, execution.error?.ename], [status, ename]);
  agree(`${text}\nwhat it printed`, execution.stdout.replaceAll("left\n", ""), stdout);
  if (result !== undefined) agree(`${text}\nits value`, execution.result, result);
}

const cells = anyCell.map((cell) =>
  step(textOf(cell), async (model, notebook) => {
    await agreeOnCell(cell, model, await notebook.run(textOf(cell)));
  }),
);

const silent = anyCell.map((cell) =>
  step(`silently: ${textOf(cell)}`, async (model, notebook) => {
    const { reply } = await notebook.run(textOf(cell), { silent: true });
    const { status } = await model.run(cell);
    if (!cell.end?.mayFail) agree("how it ended", reply.status, status);
  }),
);

/** What one cell left behind may fail only that one. */
const together = fc.array(anyCell, { minLength: 2, maxLength: 5 }).map((all) => {
  const fitting = all.filter(({ end }) => !end?.mayFail);
  return step(`at once: ${fitting.map(textOf).join("\n--- and: ")}`, async (model, notebook) => {
    const executions = await notebook.runAll(fitting.map(textOf));
    for (const [at, execution] of executions.entries()) await agreeOnCell(fitting[at], model, execution);
  });
});

const moment = fc.integer({ min: 0, max: 70 });

/** How far a cell came that may have been stopped: the first of its statements, as many as the values tell. */
async function followTo(cell: Cell, model: Model, notebook: Notebook): Promise<void> {
  const ordered = inOrder(cell.statements);
  const names = ordered.flatMap(({ declares }) => Object.keys(declares));
  const expressions = Object.fromEntries(names.map((name) => [name, lookAt(name)]));
  const { reply } = await notebook.look("", expressions);
  const found = (name: string) => reply.user_expressions[name].data?.["text/plain"];
  const alone = new Model();
  await alone.run(cell);
  let steps = 0;
  for (const [at, { declares }] of ordered.entries())
    for (const name of Object.keys(declares))
      if (found(name) === shown(await alone.valueOf(lookAt(name)))) steps = at + 1;
  await model.run(cell, steps);
}

const interrupted = fc.tuple(longCell, moment).map(([cell, ms]) =>
  step(`interrupted after ${ms} ms: ${textOf(cell)}`, async (model, notebook) => {
    const execution = await notebook.runAndInterrupt(textOf(cell), ms);
    await agreeOnStopped(cell, model, notebook, execution);
  }),
);

async function agreeOnStopped(
  cell: Cell,
  model: Model,
  notebook: Notebook,
  execution: Execution,
): Promise<void> {
  const { reply, error } = execution;
  if (reply.status === "ok" && !isEndless(cell)) return void (await model.run(cell));
  if (error?.ename !== "Interrupted") throw new Disagreement(`a cell that was stopped: ${told(execution)}`);
  if (!error.evalue.includes("before it ran")) await followTo(cell, model, notebook);
}

/** The process ends before, while or after the cell runs; what runs the next cells knows nothing of it. */
const lost = fc.tuple(fc.oneof(longCell, anyCell), moment).map(([cell, ms]) =>
  step(`its process is killed after ${ms} ms: ${textOf(cell)}`, async (model, notebook) => {
    const pid = await notebook.child();
    const kill = () => notebook.kill(pid);
    const run = isEndless(cell) ? notebook.runAndInterrupt : notebook.runAnd;
    const { error } = await run.call(notebook, textOf(cell), ms, kill);
    await notebook.look("1 + 1");
    model.reset();
    await agreeOnState(model, notebook).catch(async () => {
      if (error?.ename === "Interrupted") await followTo(cell, model, notebook);
      else await model.run(cell);
      await agreeOnState(model, notebook);
    });
    if (error && error.ename !== cell.end?.ename)
      agree("whether it ended as cells of lost processes do", ofLost.includes(error.ename), true);
    await begin(model, notebook);
  }),
);

const ofLost = ["ProcessEnded", "Interrupted", "TypeScriptError"];

const ending = endingCell.map((cell) =>
  step(`ends its process: ${textOf(cell)}`, async (model, notebook) => {
    await agreeOnCell(cell, model, await notebook.run(textOf(cell)));
    await agreeOnState(model, notebook);
    await begin(model, notebook);
  }),
);

const between = fc.constant(
  step("its process is killed", async (model, notebook) => {
    await notebook.forget();
    model.reset();
    await agreeOnState(model, notebook);
    await begin(model, notebook);
  }),
);

const restarted = fc.constant(
  step("the kernel is restarted", async (model, notebook) => {
    await notebook.restart();
    model.reset();
    await begin(model, notebook);
  }),
);

const compilerLost = fc.tuple(anyCell, fc.integer({ min: 0, max: 20 })).map(([cell, ms]) =>
  step(`the compiler is killed after ${ms} ms: ${textOf(cell)}`, async (model, notebook) => {
    const killed = () => Promise.all(notebook.compilers().map((pid) => notebook.kill(pid)));
    const execution = await notebook.runAnd(textOf(cell), ms, killed);
    await agreeOnCell(cell, model, execution);
  }),
);

const threadLost = fc.constant(
  step("the compiler's thread ends", async (_, notebook) => {
    const { error } = await notebook.run("end(the, thread)");
    agree("a cell that ends the compiler", error?.ename, "TypeScriptError");
  }),
);

/** Types that nobody checks; what runs all the same is known. */
const unchecked = fc.tuple(anyCell, fc.constantFrom("off", "warn")).map(([cell, how]) =>
  step(`%typecheck ${how}: ${textOf(cell)}`, async (model, notebook) => {
    if (cell.head || cell.end?.isRefused || !model.accepts(cell)) return;
    const wrong = `const wrong: string = 5`;
    const { statements, end } = cell;
    const ran = { statements: [{ text: wrong, model: "", declares: {}, needs: [] }, ...statements], end };
    const execution = await notebook.run(`%typecheck ${how}\n${textOf(ran)}`);
    await agreeOnCell(ran, model, execution);
    agree("whether it was warned of", execution.stderr.includes("not assignable"), how === "warn");
    agree("checked again", (await notebook.run("%typecheck error\n1 + 1")).result, "2");
  }),
);

/** A module beside the notebook is broken, then whole again: what imports it follows, and no other cell minds. */
const edited = fc
  .tuple(fc.constantFrom(...files), fc.integer({ min: 0, max: 9999 }), fc.boolean())
  .map(([file, size, breaks]) =>
    step(`${file}.ts exports ${size}${breaks ? ", once it is whole" : ""}`, async (model, notebook) => {
      if (breaks) {
        notebook.write(file, "export const size: number = ;");
        agree("beside a broken module", (await notebook.beat()).result, "2");
      }
      notebook.write(file, size);
      model.exported.set(file, size);
    }),
  );

const members = { number: "toFixed", string: "toUpperCase", list: "push", point: "x", map: "set" } as const;

const completed = fc.constantFrom(...pools.data, ...pools.number).map((name) =>
  step(`${name}. is completed, and ${name} inspected`, async (model, notebook) => {
    const known = model.known.get(name);
    const completions = await notebook.complete(`${name}.`);
    // Where one of them takes the dot's place, as [0] does, the others bring it along.
    const matches = (completions.matches as string[]).map((one) => one.replace(/^\./, ""));
    const member = members[known?.use as keyof typeof members];
    if (member) agree(`completions of ${name}: ${matches.slice(0, 5)}`, matches.includes(member), true);
    for (const [use, other] of Object.entries(members))
      if (known && use !== known.use && member)
        agree(`${other} among completions of ${name}`, matches.includes(other), false);
    const { matches: names } = await notebook.complete(name.slice(0, 3));
    agree(`${name} among completions`, names.includes(name), known !== undefined);
    const { found } = await notebook.inspect(name);
    agree(`whether ${name} is found`, found, known !== undefined);
  }),
);

/** Requests while a cell runs, and an interrupt among them. */
const crowded = fc.tuple(longCell, moment).map(([cell, ms]) =>
  step(`asked, completed and interrupted after ${ms} ms: ${textOf(cell)}`, async (model, notebook) => {
    const asked: Promise<unknown>[] = [];
    const execution = notebook.runAndInterrupt(textOf(cell), ms);
    for (const name of pools.data)
      asked.push(
        notebook.complete(`${name}.`),
        notebook.inspect(name),
        notebook.request("is_complete_request", { code: "{" }),
      );
    await Promise.all(asked);
    await agreeOnStopped(cell, model, notebook, await execution);
  }),
);

const idle = fc.integer({ min: 0, max: 5 }).map((count) =>
  step(`${count} interrupts while nothing runs`, async (_, notebook) => {
    for (let at = 0; at < count; at++) await notebook.request("interrupt_request", {}, "control");
  }),
);

const weights: [number, fc.Arbitrary<Step>][] = [
  [40, cells],
  [3, silent],
  [6, together],
  [14, interrupted],
  [3, crowded],
  [2, lost],
  [2, ending],
  [1, between],
  [1, restarted],
  [4, compilerLost],
  [1, threadLost],
  [4, unchecked],
  [4, edited],
  [8, completed],
  [2, idle],
];

/** Twenty-odd steps, drawn before the first of them is taken. */
export const plan = fc.commands<Model, Notebook, true>(
  [fc.oneof(...weights.map(([weight, arbitrary]) => ({ weight, arbitrary })))],
  { maxCommands: 40, size: "max" },
);
