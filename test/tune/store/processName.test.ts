import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { hasGone, ownProcessName } from "../../../src/tune/store/processName";

/** Where a machine has no /proc, nobody knows when a process began. */
const isKnown = existsSync("/proc/self/stat");
const startOf = (id: number | string) => {
  if (!isKnown) return "";
  const stat = readFileSync(`/proc/${id}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
};

test("a process is named by its machine, its id and when it began", () => {
  expect(ownProcessName()).toBe(`${hostname()}/${process.pid}/${startOf(process.pid)}`);
  expect(hasGone(ownProcessName())).toBe(false);
});

test("a process has gone where nobody has its id, or somebody else has", () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  expect(hasGone(`${hostname()}/${pid}/1`)).toBe(true);
  expect(hasGone(`${hostname()}/${pid}/`)).toBe(true);
  expect(hasGone(`${hostname()}/${process.pid}/1`)).toBe(true);
  expect(hasGone(`${hostname()}/${process.pid}/`)).toBe(false);
  expect(hasGone(`${hostname()}/1/`)).toBe(false);
  expect(hasGone(`elsewhere${hostname()}/${pid}/1`)).toBe(false);
});

test.each([
  ["EPERM", false],
  ["ESRCH", true],
])("a process whose signal ends in %s has gone: %p", (code, gone) => {
  const kill = jest.spyOn(process, "kill").mockImplementation(() => {
    throw Object.assign(new Error(code), { code });
  });
  try {
    expect(hasGone(`${hostname()}/${process.pid}/`)).toBe(gone);
    expect(kill).toHaveBeenCalledWith(process.pid, 0);
  } finally {
    kill.mockRestore();
  }
});
