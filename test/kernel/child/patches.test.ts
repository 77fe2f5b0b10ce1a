import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import type * as patching from "../../../kernel/child/patches/patches";
import { ensureBuilt, root } from "../testKernel";

ensureBuilt();
const child = join(root, "dist/kernel/child");
const { patches } = jest.requireActual<typeof patching>(join(child, "patches/patches.js"));
const nameOf = ({ changes }: patching.Patch) => changes.join(", ");
const numbered = patches.map((patch, number) => [nameOf(patch), number] as const);
const all = [...new Set(patches.map(nameOf))];

/** What code sees, by name, in a process of its own to which these patches were applied. */
async function seen(numbers: readonly number[], names: readonly string[]): Promise<Record<string, unknown>> {
  const script = join(__dirname, "unpatched.cjs");
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--no-force-async-hooks-checks", script, child, numbers.join(","), ...names],
    { env: { ...process.env, NODE_NO_WARNINGS: "1" } },
  );
  const lines = stdout.split("\n");
  const probed = lines.filter((line) => line.startsWith("[")).map((line) => JSON.parse(line));
  const printed = lines.filter((line) => !line.startsWith("["));
  return { ...Object.fromEntries(probed), printed: [printed, stderr] };
}

describe("What the kernel changes of Node, outside of cells, leaves as it was", () => {
  let plain: Record<string, unknown>;
  beforeAll(async () => (plain = await seen([], all)));

  it.each(numbered)("%s (%i)", async (name, number) => {
    const { [name]: found } = await seen([number], [name]);
    expect(found).toBeDefined();
    expect(found).toEqual(plain[name]);
  });

  it("all of it, with every change at once", async () => {
    expect(
      await seen(
        patches.map((_, number) => number),
        all,
      ),
    ).toEqual(plain);
  });
});
