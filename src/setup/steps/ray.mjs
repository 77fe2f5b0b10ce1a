import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { inRoot, places } from "../system/places.mjs";
import { installRequirements } from "./python.mjs";
import { readJson, writeWhole } from "../system/writeWhole.mjs";

const requirements = inRoot("src", "setup", "steps", "requirements-ray.txt");
// Inside the environment: one that is made anew has no Ray.
const stamp = path.join(places.venv, ".descent-ray.json");

/**
 * Ray in `.venv`, in the version that requirements-ray.txt pins, for those who ask for it.
 *
 * @type {import("./steps.mjs").Step}
 */
export const ray = {
  title: "Ray",
  isDone: async ({ with: parts = [] }) => !parts.includes("ray") || readJson(stamp)?.pins === pins(),
  async run(report) {
    fs.rmSync(stamp, { force: true });
    await installRequirements(requirements, report);
    writeWhole(stamp, JSON.stringify({ pins: pins() }));
    return `${version()} in .venv`;
  },
};

function pins() {
  return createHash("sha256").update(fs.readFileSync(requirements)).digest("hex");
}

function version() {
  return /^ray==(.*)$/m.exec(fs.readFileSync(requirements, "utf8"))?.[1];
}
