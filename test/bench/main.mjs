import { parseArgs } from "node:util";
import { existsSync } from "node:fs";
import { markdown } from "./markdown.mjs";
import { OURS } from "./rounds.mjs";

const AREAS = ["setup", "kernel", "training", "fits", "samplers", "classic", "executors", "figures"];
const USAGE = `npm run bench -- <area> [--peers] [--full] [--rounds N] [--json]

areas     ${AREAS.join(", ")} (all, if none is named)
--peers   installs the peers into .descent/peers and measures them in the same rounds ("samplers": hours)
--full    also the slow workloads (a set-up from a clean clone, fits of 20 000 steps)
--rounds  rounds a workload (seeds in "samplers"); each area has its own default
--only    workloads of "training", "fits", "kernel", "classic" and "figures" whose names have this in them
--json    one array of rows {area, workload, system, medianMs, ratioToOurs}; "samplers" adds mean, standardError, median,
          "figures" bytes
--markdown  the tables as the README has them`;

const { values, positionals } = readArguments();

/** @type {import("./rounds.mjs").Row[]} */
const rows = [];
for (const area of positionals.length ? positionals : AREAS) {
  const { bench } = await import(`./${area}.mjs`);
  const rounds = values.rounds ? Number(values.rounds) : undefined;
  const { peers, full, only } = values;
  rows.push(...(await bench({ peers, full, only, rounds, say: progress })));
}
if (values.json) console.log(JSON.stringify(rows, null, 1));
else if (values.markdown) console.log(markdown(rows, commandLine()));
else print(rows);

function readArguments() {
  const options = /** @type {const} */ ({
    peers: { type: "boolean", default: false },
    full: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    markdown: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
    rounds: { type: "string" },
    only: { type: "string" },
  });
  try {
    const parsed = parseArgs({ options, allowPositionals: true });
    const unknown = parsed.positionals.find((area) => !AREAS.includes(area));
    if (unknown) throw new Error(`there is no area "${unknown}"; areas are ${AREAS.join(", ")}`);
    const { rounds, help } = parsed.values;
    if (rounds !== undefined && !(Number(rounds) >= 1))
      throw new Error(`--rounds must be a number from 1, got ${rounds}`);
    if (help) {
      console.log(USAGE);
      process.exit(0);
    }
    if (!existsSync("dist/src/index.js"))
      throw new Error("the library is not built; run npm run setup first");
    return parsed;
  } catch (error) {
    console.error(`bench: ${/** @type {Error} */ (error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

function commandLine() {
  const given = process.argv.slice(2).filter((argument) => argument !== "--markdown");
  return `npm run bench -- ${given.join(" ")}`;
}

/** @param {string} line */
function progress(line) {
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
}

/** @param {import("./rounds.mjs").Row[]} all */
function print(all) {
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  console.log("area     workload                   system            median ms   peer/ours");
  for (const { area, workload, system, medianMs, megabytes, ratioToOurs, ...more } of all) {
    const ratio = system.startsWith(OURS) ? "" : `${ratioToOurs.toFixed(2)}×`;
    const figure = megabytes ? `${megabytes} MB` : String(medianMs);
    const cells = [area.padEnd(8), workload.padEnd(26), system.padEnd(16), figure.padStart(10)];
    console.log([...cells, ratio.padStart(10), found(more)].join(" ").trimEnd());
  }
}

/** What samplers came to: mean ± standard error. @param {{mean?: number, standardError?: number, growth?: number}} row */
function found({ mean, standardError }) {
  return mean === undefined ? "" : `  ${mean.toPrecision(5)} ± ${(standardError ?? NaN).toPrecision(2)}`;
}
