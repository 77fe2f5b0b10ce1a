import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { recordedNames, recordedNow } from "./recordedTrials";

// Writes test/reference/recordedTrials.json: what samplers propose from a seed.
//   node --require ./test/typescript.cjs test/tune/writeRecordedTrials.ts
// A change of it is a change of every study that someone repeats: say so in the changelog. How good the proposals are is
// measured by npm run bench -- samplers.
const file = join(__dirname, "../reference/recordedTrials.json");
const recorded = Object.fromEntries(recordedNames.map((name) => [name, recordedNow(name)]));
writeFileSync(file, `${JSON.stringify(recorded)}\n`);
