import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { memoryLimit } from "../../../kernel/session/process/memoryLimit";
import { TestKernel } from "../testKernel";

jest.setTimeout(180_000);

const giga = 2 ** 30;
const onLinux = process.platform === "linux" ? describe : describe.skip;

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), "memory-"))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** What is limited where these files are those of the system. */
function limited(files: Record<string, string | number>, environment: NodeJS.ProcessEnv = {}) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${text}\n`);
  }
  return memoryLimit(root, environment);
}

const limits = (addresses: number | string, data: number | string) =>
  [
    "Limit                     Soft Limit           Hard Limit           Units     ",
    `Max data size             ${String(data).padEnd(20)} unlimited            bytes     `,
    `Max address space         ${String(addresses).padEnd(20)} unlimited            bytes     `,
  ].join("\n");

describe("The memory that cells may use", () => {
  it.each([
    ["of the own group, version 2", "0::/pod/me", "sys/fs/cgroup/pod/me/memory.max"],
    ["of a group above, version 2", "0::/pod/me", "sys/fs/cgroup/pod/memory.max"],
    ["of the outermost group, version 2", "0::/", "sys/fs/cgroup/memory.max"],
    [
      "of the own group, version 1",
      "8:cpu:/\n4:memory:/pod/me",
      "sys/fs/cgroup/memory/pod/me/memory.limit_in_bytes",
    ],
    [
      "of a group above, version 1",
      "4:cpuset,memory:/pod/me:x",
      "sys/fs/cgroup/memory/pod/memory.limit_in_bytes",
    ],
    [
      "of what a container sees as its root",
      "4:memory:/docker/9f\n0::/docker/9f",
      "sys/fs/cgroup/memory/memory.limit_in_bytes",
    ],
  ])("is half of the limit %s", (_, groups, file) => {
    expect(limited({ "proc/self/cgroup": groups, [file]: giga })).toEqual({
      heapBytes: giga / 2,
      reason: "cells may use 512 MB, as the container's limit is 1 GB",
    });
  });

  it("follows the tightest of several limits", () => {
    const found = limited({
      "proc/self/cgroup": "0::/pod/me",
      "sys/fs/cgroup/memory.max": "max",
      "sys/fs/cgroup/pod/memory.max": 0.5 * giga,
      "sys/fs/cgroup/pod/me/memory.max": 2 * giga,
      "proc/self/limits": limits(64 * giga, "unlimited"),
    });
    expect(found.heapBytes).toBe(giga / 4);
  });

  it.each([
    [
      "addresses",
      4 * giga,
      "unlimited",
      4096 - 2800,
      "1.3 GB, as the limit of addresses (ulimit -v) is 4 GB",
    ],
    ["few addresses", 2 * giga, "unlimited", 256, "256 MB, as the limit of addresses (ulimit -v) is 2 GB"],
    ["data", "unlimited", giga, 1024 - 300, "724 MB, as the limit of data (ulimit -d) is 1 GB"],
    ["few data", "unlimited", giga / 4, 32, "32 MB, as the limit of data (ulimit -d) is 256 MB"],
  ])("leaves room for the library where a user has %s", (_, addresses, data, megabytes, words) => {
    expect(limited({ "proc/self/limits": limits(addresses, data) })).toEqual({
      heapBytes: megabytes * 2 ** 20,
      reason: `cells may use ${words}`,
    });
  });

  it.each([
    ["nothing is limited", { "proc/self/limits": limits("unlimited", "unlimited") }],
    ["nothing can be read", {}],
    [
      "the version without a word for it says none",
      {
        "proc/self/cgroup": "4:memory:/",
        "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712",
      },
    ],
    [
      "the limit is wider than V8's own",
      { "proc/self/cgroup": "0::/", "sys/fs/cgroup/memory.max": 640 * giga },
    ],
  ])("is V8's own measure where %s", (_, files) => {
    const found = limited(files as Record<string, string>);
    expect(found.heapBytes).toBeUndefined();
    expect(found.reason).toMatch(/^cells may use [\d.]+ [MG]B$/);
  });

  it("is what NODE_OPTIONS says, whatever the limits", () => {
    const files = { "proc/self/cgroup": "0::/", "sys/fs/cgroup/memory.max": giga };
    const found = limited(files, { NODE_OPTIONS: "--max-old-space-size=300" });
    expect([found.heapBytes, found.reason.endsWith(", as NODE_OPTIONS says")]).toEqual([undefined, true]);
  });
});

onLinux("A kernel with little memory", () => {
  const heap = 'require("node:v8").getHeapStatistics().heap_size_limit';

  it("says so, keeps its cells within it, and outlives a cell that fills it", async () => {
    const kernel = await TestKernel.start({ shell: "ulimit -v 4000000", env: { NODE_OPTIONS: "" } });
    const { banner } = await kernel.request("kernel_info_request");
    expect(banner).toMatch(/; cells may use 1\.1 GB, as the limit of addresses \(ulimit -v\) is 3\.8 GB$/);
    const limit = Number((await kernel.execute(heap)).result);
    expect(limit).toBeGreaterThan(1000 * 2 ** 20);
    expect(limit).toBeLessThan(1300 * 2 ** 20);
    await kernel.stop();
  });

  it("lives beside three others with 400 MB of data each, of which one fills its own", async () => {
    const start = () => TestKernel.start({ shell: "ulimit -d 400000", env: { NODE_OPTIONS: "" } });
    const kernels = await Promise.all([start(), start(), start(), start()]);
    const [greedy, ...others] = kernels;
    const all = await Promise.all(kernels.map((kernel, at) => kernel.execute(`const own = ${at}; own`)));
    expect(all.map(({ result }) => result)).toEqual(["0", "1", "2", "3"]);
    const { error } = await greedy.execute(
      "const held: object[] = []; for (;;) held.push({ x: [1, 2, `s${held.length}`] })",
    );
    expect(error?.evalue).toMatch(/^memory ran out: .* filled JavaScript's heap/);
    expect((await greedy.execute("1 + 1")).result).toBe("2");
    const kept = await Promise.all(others.map((kernel) => kernel.execute("own")));
    expect(kept.map(({ result }) => result)).toEqual(["1", "2", "3"]);
    await Promise.all(kernels.map((kernel) => kernel.stop()));
  });

  it("has its cells' process ended by the system before itself", async () => {
    const kernel = await TestKernel.start();
    const score = (pid: string | number) =>
      `require("node:fs").readFileSync("/proc/${pid}/oom_score_adj", "utf8")`;
    const own = Number(JSON.parse((await kernel.execute(score("self"))).result!.replaceAll("'", '"')));
    const kernels = Number(
      JSON.parse((await kernel.execute(score(kernel.process.pid!))).result!.replaceAll("'", '"')),
    );
    expect([own, own > kernels]).toEqual([500, true]);
    await kernel.stop();
  });
});
