import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { root } from "./mutants";

// They take minutes, or what they run is built beforehand.
const apart = /^(browser|kernel|notebooks|setup|bench|release)[\\/]|[\\/]ray\.test\.ts$|[cC]ell\.test\.ts$/;

/** The test files of a room: those of its folder, and every other that imports something of it by name; of a kernel's room, those that start kernels. */
export function testsOf(room: string): string[] {
  const folder = join(root, "test");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  if (room.startsWith("kernel/"))
    return names.filter((name) => /^kernel[\\/].*\.test\.ts$/.test(name)).map((name) => join(folder, name));
  const tests = names.filter((name) => name.endsWith(".test.ts") && !apart.test(name));
  const imports = new RegExp(`from "(\\.\\./)+src/${room}/`);
  return tests
    .filter((name) => name.startsWith(room + sep) || imports.test(readFileSync(join(folder, name), "utf8")))
    .map((name) => join(folder, name));
}
