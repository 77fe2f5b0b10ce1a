import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { inRoot, places } from "../system/places.mjs";
import { runCommand } from "../system/runCommand.mjs";
import { SetupError, lastLines } from "../system/setupError.mjs";
import { readJson, writeWhole } from "../system/writeWhole.mjs";

const stamp = path.join(places.dist, ".built.json");

/**
 * The library and the kernel, compiled to dist/.
 *
 * @type {import("./steps.mjs").Step}
 */
export const build = {
  title: "Library",
  isDone: async () => readJson(stamp)?.fingerprint === fingerprint() && isBuilt(),
  async run(report) {
    report.say("compiling TypeScript");
    const before = fingerprint();
    removeOrphans();
    const faults = await compile();
    writeWhole(stamp, JSON.stringify({ fingerprint: before }));
    if (faults) report.note(`${faults} type errors; npm run check names them`);
    return `${sources().length} files compiled to dist/`;
  },
};

/**
 * Compiles to dist/. Types that do not fit do not keep the code from running: they are counted, not fatal.
 *
 * @returns {Promise<number>} the number of type errors
 */
async function compile() {
  const first = await runCompiler();
  if (isBuilt()) return first.faults;
  // The compiler trusts its notes of the last build, which do not know that somebody removed output.
  fs.rmSync(path.join(places.dist, ".build.tsbuildinfo"), { force: true });
  const { faults, output } = await runCompiler();
  if (isBuilt()) return faults;
  throw new SetupError("the library could not be compiled", {
    details: lastLines(output),
    remedy: "check free disk space, then run this again",
  });
}

async function runCompiler() {
  const compiler = inRoot("node_modules", "typescript", "bin", "tsc");
  const { output } = await runCommand(process.execPath, [compiler, "-p", "tsconfig.build.json"]);
  return { output, faults: output.match(/error TS\d+/g)?.length ?? 0 };
}

function isBuilt() {
  return sources().every((file) => fs.existsSync(path.join(places.dist, file.replace(/\.ts$/, ".js"))));
}

/** TypeScript sources, relative to the checkout. */
function sources() {
  return ["src", "kernel"].flatMap((room) =>
    fs.existsSync(inRoot(room))
      ? fs
          .readdirSync(inRoot(room), { recursive: true, encoding: "utf8" })
          .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
          .map((file) => path.join(room, file))
      : [],
  );
}

function fingerprint() {
  const hash = createHash("sha256");
  for (const file of [...sources(), "tsconfig.json", "tsconfig.build.json", "package-lock.json"].sort()) {
    const { mtimeMs, size } = fs.statSync(inRoot(file));
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest("hex");
}

/** Output whose source is gone would still be imported. */
function removeOrphans() {
  if (!fs.existsSync(places.dist)) return;
  const wanted = new Set(sources().map((file) => file.replace(/\.ts$/, "")));
  for (const room of ["src", "kernel"]) {
    const folder = path.join(places.dist, room);
    if (!fs.existsSync(folder)) continue;
    for (const file of fs.readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      const source = path.join(room, file).replace(/(\.d\.ts|\.js)(\.map)?$/, "");
      if (/\.(d\.ts|js)(\.map)?$/.test(file) && !wanted.has(source)) fs.rmSync(path.join(folder, file));
    }
  }
}
