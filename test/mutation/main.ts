import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { parseArgs } from "node:util";
import { kernel } from "../../.rooms.cjs";
import { asRun } from "./asRun";
import { runJest, type Outcome } from "./jest";
import { filesOf, mutantsOf, mutated, root, shuffled, type Mutant } from "./mutants";
import { probed } from "./probes";
import { testsOf } from "./testsOf";
import { typeChecker } from "./typeCheck";

const rooms = [
  ...["train", "callbacks", "tune", "classic", "course"],
  ...Object.keys(kernel).map((room) => `kernel/${room}`),
];
const usage = `npm run mutate -- <room> [--count 300] [--seed 1] [--only text] [--tests text] [--again report] [--seconds 60] [--jobs 1] [--json]

rooms    ${rooms.join(", ")}
--count  mutants that are drawn of all that the types allow
--seed   which ones
--only   of files whose path has this in it
--tests  killed by test files whose path has this in it
--again  judges only what survived in that report (of --json, of the same room, count, seed and only)
--seconds of tests a mutant gets, those that cost least first; survivors of which tests are left are marked
--jobs   how many at a time
--json   {room, seed, score, killed, survivors}`;

const minutes = 60_000;
const say = (text: string) => process.stderr.write(`${text}\n`);

interface Verdict {
  mutant: Mutant;
  /** What killed it: an assertion, an error, the time; or that no test reaches it, or none minds. */
  by: "assertion" | "error" | "time" | "unreached" | "survived";
  /** Test files that reach it and were not run, for they take too long. */
  left: number;
}

/** What `--json` prints. */
interface Report {
  room: string;
  seed: number;
  score: number;
  killed: Record<string, number>;
  survivors: string[];
}

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      count: { type: "string", default: "300" },
      seed: { type: "string", default: "1" },
      only: { type: "string", default: "" },
      tests: { type: "string", default: "" },
      again: { type: "string" },
      seconds: { type: "string", default: "60" },
      jobs: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
    },
  });
  const [room] = positionals;
  if (positionals.length !== 1 || !rooms.includes(room)) {
    say(usage);
    process.exit(2);
  }
  const { count, seed, jobs, seconds, again } = values;
  const before = again ? (JSON.parse(readFileSync(again, "utf8")) as Report) : undefined;
  const numbers = { count: Number(count), seed: Number(seed), jobs: Number(jobs), seconds: Number(seconds) };
  return { ...values, ...numbers, room, before };
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

/** How long the tests take that reach a mutant, by their file. */
function costOf({ ended }: Outcome): (path: string, names: readonly string[]) => number {
  const msOf = new Map(ended.map(({ path, name, ms }) => [`${path} ${name}`, ms ?? 0]));
  const loadOf = new Map(ended.map(({ path, loadMs }) => [path, loadMs]));
  return (path, names) =>
    names.reduce((sum, name) => sum + (msOf.get(`${path} ${name}`) ?? 0), loadOf.get(path) ?? 0);
}

async function judge(
  mutant: Mutant,
  only: Record<string, string[]>,
  limitMs: number,
): Promise<Verdict["by"]> {
  const tests = Object.keys(only);
  if (!tests.length) return "unreached";
  const { code, ended } = await runJest(tests, { texts: asRun(mutant.file, mutated(mutant)), only }, limitMs);
  if (code === 0) return "survived";
  if (code === null) return "time";
  return (ended.find(({ failed }) => failed)?.failed ?? "error") as Verdict["by"];
}

function lineOf({ mutant, by, left }: Verdict): string {
  return `${by.padEnd(9)} ${placeOf(mutant)}${by === "survived" && left ? `${leftMark}${left}` : ""}`;
}

const leftMark = "   | test files left: ";

function placeOf({ file, line, kind, reached, start, end, text }: Mutant): string {
  const source = reached.getSourceFile().text;
  const before = source.slice(start, end).replace(/\s+/g, " ").slice(0, 60);
  const around = source.split("\n")[line - 1].trim().slice(0, 100).trim();
  return `${relative(root, file)}:${line} ${kind} ${before} → ${text.slice(0, 60)}   | ${around}`;
}

function placeIn(line: string): string {
  return line.slice(line.indexOf(" ")).split(leftMark)[0].trim();
}

async function mutate(): Promise<void> {
  const { room, count, seed, only, tests: among, before, seconds, jobs, json } = readArguments();
  const drawn = draw(room, only, count, seed);
  const open = new Set(before?.survivors.map(placeIn));
  const mutants = before ? drawn.filter((mutant) => open.has(placeOf(mutant))) : drawn;
  const tests = testsOf(room).filter((file) => relative(root, file).includes(among));
  say(`${mutants.length} mutants of ${room}, seed ${seed}; which of ${tests.length} test files reach them …`);
  const baseline = await runJest(tests, { texts: probed(mutants) }, 60 * minutes);
  for (const { failed, path, name } of baseline.ended)
    if (failed) say(`fails without a mutant, left out: ${relative(root, path)} ${name}`);
  const reach = reachOf(baseline);
  const cost = costOf(baseline);
  const verdicts: Verdict[] = [];
  const waiting = [...mutants];
  const work = async () => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const reaching = Object.entries(reach.get(mutant.id) ?? {})
        .map(([path, names]) => ({ path, names, ms: cost(path, names) }))
        .sort((a, b) => a.ms - b.ms);
      let ms = 0;
      const run = reaching.filter((file, at) => (ms += file.ms) <= 1000 * seconds || at === 0);
      const only = Object.fromEntries(run.map(({ path, names }) => [path, names]));
      const by = await judge(mutant, only, 20_000 + 4 * Math.min(ms, 1000 * seconds));
      const verdict = { mutant, by, left: reaching.length - run.length };
      verdicts.push(verdict);
      say(`${verdicts.length}/${mutants.length} ${lineOf(verdict)}`);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  report({ room, seed, verdicts, count: drawn.length }, json);
}

interface Judged {
  room: string;
  seed: number;
  verdicts: readonly Verdict[];
  /** Of how many: those that an earlier report has as killed are judged already. */
  count: number;
}

function report({ room, seed, verdicts, count }: Judged, json: boolean): void {
  const survivors = verdicts.filter(({ by }) => by === "survived" || by === "unreached").map(lineOf);
  const killed: Record<string, number> = {
    earlier: count - verdicts.length,
    assertion: 0,
    error: 0,
    time: 0,
  };
  for (const { by } of verdicts) if (by in killed) killed[by]++;
  const whole: Report = { room, seed, score: 1 - survivors.length / count, killed, survivors };
  if (json) return console.log(JSON.stringify(whole, null, 1));
  console.log(`\n${survivors.join("\n")}\n`);
  const byWhat = Object.entries(killed).map(([by, times]) => `${times} by ${by}`);
  console.log(
    `${room}, seed ${seed}: ${(100 * whole.score).toFixed(1)} % of ${count} killed (${byWhat.join(", ")})`,
  );
}

void mutate();
