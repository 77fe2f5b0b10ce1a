import type { Execution } from "../testKernel";
import { lookAt, type Model, shown } from "./model";
import type { Notebook } from "./notebook";
import { pools } from "./grammar";

const values = [
  ...pools.number,
  ...pools.data,
  ...pools.function,
  ...pools.class,
  ...pools.enum,
  ...pools.namespace,
];
const read = [...values, ...pools.imported];

/** A disagreement between the kernel and the model. */
export class Disagreement extends Error {}

export function agree(what: string, got: unknown, wanted: unknown): void {
  const [one, other] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (one !== other) throw new Disagreement(`${what}: the kernel has ${one}, the model ${other}`);
}

/** The kernel answers, and names, values and types are what the model says. */
export async function agreeOnState(model: Model, notebook: Notebook): Promise<void> {
  const beaten = await notebook.beat();
  if (beaten.result !== "2") throw new Disagreement(`1 + 1: ${told(beaten)}`);
  await agreeOnValues(model, notebook);
  await agreeOnTypes(model, notebook);
  await agreeOnMissing(model, notebook);
}

async function agreeOnValues(model: Model, notebook: Notebook): Promise<void> {
  const looks = model.names(read, true).map(lookAt);
  const list = `[${looks.join(", ")}]`;
  const found = await notebook.look(list);
  const wanted = shown(await model.valueOf(list));
  if (found.result !== wanted)
    throw new Disagreement(`${list}: the kernel has\n${found.result ?? told(found)}\nthe model\n${wanted}`);
}

async function agreeOnTypes(model: Model, notebook: Notebook): Promise<void> {
  const pairs = [...model.known].flatMap(([name, { type }]) => typesOf(name, type));
  const { error } = await notebook.look(sameTypes(pairs));
  if (error) throw new Disagreement(`types: ${error.traceback.join("\n")}`);
}

/** Passes the check when the types in each pair are the same; a line for each, which an error shows. */
function sameTypes(pairs: [string, string][]): string {
  const same = pairs.map(
    ([one, other]) =>
      `(<T>() => T extends ${one} ? 1 : 2) extends (<T>() => T extends ${other} ? 1 : 2) ? true : false`,
  );
  const trues = pairs.map(([one, other]) => `true /* ${one}: ${other} */`);
  return `[\n${trues.join(",\n")}] satisfies [\n${same.join(",\n")}]`;
}

function typesOf(name: string, type: string): [string, string][] {
  if (pools.type.includes(name)) return [[name, type]];
  if (pools.enum.includes(name)) return [[`keyof typeof ${name}`, type]];
  if (pools.namespace.includes(name)) return [[`typeof ${name}.v`, type]];
  if (pools.class.includes(name))
    return [
      [name, type],
      [`InstanceType<typeof ${name}>`, type],
    ];
  return [[`typeof ${name}`, type]];
}

/** Names that the model does not have the compiler does not know, as values or as types. */
async function agreeOnMissing(model: Model, notebook: Notebook): Promise<void> {
  const missing = model.names(read, false);
  const types = model.names([...pools.type, ...pools.class], false);
  const code = [...missing, ...types.map((name) => `0 as ${name}`)].join(";\n");
  const { error } = await notebook.look(code);
  const found = (error?.traceback ?? []).map((one) => /Cannot find name '(\w+)'/.exec(one)?.[1]);
  const unknown = [...missing, ...types];
  if (found.join() !== unknown.join())
    throw new Disagreement(
      `names that mean nothing: the compiler misses ${found.join()}, the model ${unknown.join()}\n${error?.traceback.join("\n")}`,
    );
}

/** What came of a cell. */
export function told({ reply, result, error, stdout, stderr }: Execution): string {
  return JSON.stringify({ status: reply.status, result, error: error?.traceback, stdout, stderr });
}
