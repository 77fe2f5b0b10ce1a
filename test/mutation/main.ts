import { relative } from "node:path";
import { parseArgs } from "node:util";
import { runJest, type Outcome } from "./jest";
import { filesOf, mutantsOf, mutated, root, shuffled, type Mutant } from "./mutants";
import { probed } from "./probes";
import { testsOf } from "./testsOf";
import { typeChecker } from "./typeCheck";

const rooms = ["train", "callbacks", "tune", "classic", "course"];
const usage = `npm run mutate -- <room> [--count 300] [--seed 1] [--only text] [--tests text] [--json]

rooms    ${rooms.join(", ")}
--count  mutants that are drawn of all that the types allow
--seed   which ones
--only   of files whose path has this in it
--tests  killed by test files whose path has this in it
--json   {room, seed, score, killed, survivors}`;

const minutes = 60_000;
const say = (text: string) => process.stderr.write(`${text}\n`);

interface Verdict {
  mutant: Mutant;
  /** What killed it: an assertion, an error, the time; or that no test reaches it, or none minds. */
  by: "assertion" | "error" | "time" | "unreached" | "survived";
}

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      count: { type: "string", default: "300" },
      seed: { type: "string", default: "1" },
      only: { type: "string", default: "" },
      tests: { type: "string", default: "" },
      json: { type: "boolean", default: false },
    },
  });
  const [room] = positionals;
  if (positionals.length !== 1 || !rooms.includes(room)) {
    say(usage);
    process.exit(2);
  }
  return { ...values, room, count: Number(values.count), seed: Number(values.seed) };
}

function draw(room: string, only: string, count: number, seed: number): Mutant[] {
  const isProgram = typeChecker(filesOf(room));
  const drawn: Mutant[] = [];
  for (const mutant of shuffled(mutantsOf(room, only), seed)) {
    if (drawn.length === count) break;
    if (isProgram(mutant)) drawn.push(mutant);
  }
  return drawn;
}

/** By mutant and test file, the names of the tests that reach it; tests that fail anyhow are left out. */
function reachOf({ ended, reached }: Outcome): Map<number, Record<string, string[]>> {
  const passed = new Set(ended.filter(({ failed }) => !failed).map(({ path, name }) => `${path} ${name}`));
  const passedOf = new Map<string, string[]>();
  for (const { path, name, failed } of ended)
    if (!failed) passedOf.set(path, [...(passedOf.get(path) ?? []), name]);
  const reach = new Map<number, Record<string, string[]>>();
  for (const { reached: id, test } of reached) {
    if (!test) continue;
    const [path, name] = JSON.parse(test) as [string, string];
    const byFile = reach.get(id) ?? {};
    const names = name === "*" ? (passedOf.get(path) ?? []) : passed.has(`${path} ${name}`) ? [name] : [];
    if (names.length) byFile[path] = [...new Set([...(byFile[path] ?? []), ...names])];
    reach.set(id, byFile);
  }
  return reach;
}

async function judge(
  mutant: Mutant,
  only: Record<string, string[]>,
  limitMs: number,
): Promise<Verdict["by"]> {
  const tests = Object.keys(only);
  if (!tests.length) return "unreached";
  const { code, ended } = await runJest(tests, { texts: { [mutant.file]: mutated(mutant) }, only }, limitMs);
  if (code === 0) return "survived";
  if (code === null) return "time";
  return (ended.find(({ failed }) => failed)?.failed ?? "error") as Verdict["by"];
}

function lineOf({ mutant, by }: Verdict): string {
  const { file, line, kind, reached, text } = mutant;
  const source = reached.getSourceFile().text;
  const before = source.slice(mutant.start, mutant.end).replace(/\s+/g, " ").slice(0, 60);
  const around = source.split("\n")[line - 1].trim().slice(0, 100);
  return `${by.padEnd(9)} ${relative(root, file)}:${line} ${kind} ${before} → ${text.slice(0, 60)}   | ${around}`;
}

async function mutate(): Promise<void> {
  const { room, count, seed, only, tests: among, json } = readArguments();
  const mutants = draw(room, only, count, seed);
  const tests = testsOf(room).filter((file) => relative(root, file).includes(among));
  say(`${mutants.length} mutants of ${room}, seed ${seed}; which of ${tests.length} test files reach them …`);
  const baseline = await runJest(tests, { texts: probed(mutants) }, 60 * minutes);
  for (const { failed, path, name } of baseline.ended)
    if (failed) say(`fails without a mutant, left out: ${relative(root, path)} ${name}`);
  const reach = reachOf(baseline);
  const msOf = new Map(baseline.ended.map(({ path, name, ms }) => [`${path} ${name}`, ms ?? 0]));
  const verdicts: Verdict[] = [];
  for (const mutant of mutants) {
    const reaching = reach.get(mutant.id) ?? {};
    const names = Object.entries(reaching).flatMap(([path, all]) => all.map((name) => `${path} ${name}`));
    const alone = names.reduce((sum, name) => sum + (msOf.get(name) ?? 0), 0);
    const by = await judge(mutant, reaching, 20_000 + 4 * alone);
    verdicts.push({ mutant, by });
    say(`${verdicts.length}/${mutants.length} ${lineOf({ mutant, by })}`);
  }
  report(room, seed, verdicts, json);
}

function report(room: string, seed: number, verdicts: readonly Verdict[], json: boolean): void {
  const survivors = verdicts.filter(({ by }) => by === "survived" || by === "unreached");
  const killed: Record<string, number> = { assertion: 0, error: 0, time: 0 };
  for (const { by } of verdicts) if (by in killed) killed[by]++;
  const score = 1 - survivors.length / verdicts.length;
  const lines = survivors.map(lineOf);
  if (json) return console.log(JSON.stringify({ room, seed, score, killed, survivors: lines }, null, 1));
  console.log(`\n${lines.join("\n")}\n`);
  const byWhat = Object.entries(killed).map(([by, times]) => `${times} by ${by}`);
  console.log(
    `${room}, seed ${seed}: ${(100 * score).toFixed(1)} % of ${verdicts.length} killed (${byWhat.join(", ")})`,
  );
}

void mutate();
