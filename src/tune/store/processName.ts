import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** This process as other processes know it: machine, id, and when it began, as ids are used again. */
export function ownProcessName(): string {
  return `${hostname()}/${process.pid}/${startOf(process.pid) ?? ""}`;
}

/** Whether a process is known to have ended. Of another machine's processes nothing is known. */
export function hasGone(name: string): boolean {
  const [host, id, start] = name.split("/");
  if (host !== hostname()) return false;
  return !isAlive(Number(id)) || (start !== "" && startOf(Number(id)) !== start);
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Clock ticks from the machine's start to the process's, where there is a /proc (proc(5), field 22 of stat). */
function startOf(id: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
