import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Execution, TestKernel, root } from "../testKernel";
import { isAlive } from "../processes";
import { files } from "./grammar";

/** After this nothing is going to answer, ms: far longer than on the busiest machine. */
const patienceMs = 60_000;

/** One notebook in a kernel, which may be another after a restart. */
export class Notebook {
  private edits = 0;
  /** How long `1 + 1` took, ms, each time. */
  readonly answers: number[] = [];

  private constructor(private kernel: TestKernel) {}

  static async open(): Promise<Notebook> {
    const notebook = new Notebook(await startIn(mkdtempSync(join(tmpdir(), "kernel-soak-"))));
    for (const file of files) notebook.write(file, 1);
    return notebook;
  }

  get pid(): number {
    return this.kernel.process.pid as number;
  }

  run(code: string, options: object = {}): Promise<Execution> {
    return answered(this.kernel.execute(code, { stop_on_error: false, ...options }), code);
  }

  /** A cell that is no part of the notebook, so that it leaves nothing. */
  look(code: string, user_expressions: Record<string, string> = {}): Promise<Execution> {
    return this.run(code, { store_history: false, user_expressions });
  }

  /** Sends several cells at once. */
  async runAll(cells: string[]): Promise<Execution[]> {
    const ids = [];
    for (const cell of cells) ids.push(await this.kernel.submit(cell, { stop_on_error: false }));
    const all = [];
    for (const [at, id] of ids.entries()) all.push(await answered(this.kernel.execution(id), cells[at]));
    return all;
  }

  /** Runs a cell and does something a moment after the kernel has begun with it, while it runs or has just ended. */
  async runAnd(code: string, ms: number, act: () => unknown): Promise<Execution> {
    const id = await this.kernel.submit(code, { stop_on_error: false });
    await answered(
      this.kernel.until(({ parent, content }) => parent.msg_id === id && content.execution_state === "busy"),
      code,
    );
    await new Promise((resolve) => setTimeout(resolve, ms));
    await act();
    return answered(this.kernel.execution(id), code);
  }

  /** Runs a cell and stops it. */
  runAndInterrupt(code: string, ms: number, before: () => unknown = () => undefined): Promise<Execution> {
    return this.runAnd(code, ms, async () => {
      await before();
      await this.request("interrupt_request", {}, "control");
    });
  }

  request(type: string, content: object = {}, channel: "shell" | "control" = "shell") {
    return answered(this.kernel.request(type, content, channel), `${type} ${JSON.stringify(content)}`);
  }

  complete(code: string) {
    return this.request("complete_request", { code, cursor_pos: code.length });
  }

  inspect(code: string) {
    return this.request("inspect_request", { code, cursor_pos: code.length });
  }

  /** `1 + 1`, and how long that takes. */
  async beat(): Promise<Execution> {
    const start = performance.now();
    const beaten = await this.look("1 + 1");
    this.answers.push(performance.now() - start);
    this.kernel.published.length = 0;
    return beaten;
  }

  async restart(): Promise<void> {
    const { process: ending, folder } = this.kernel;
    const exited = new Promise((resolve) => ending.once("exit", resolve));
    await this.request("shutdown_request", { restart: true }, "control");
    await answered(exited, "the end of the kernel");
    this.kernel.leave();
    this.kernel = await startIn(folder);
  }

  /** Ends a process and waits until its parent knows. */
  async kill(pid: number): Promise<void> {
    process.kill(pid, "SIGKILL");
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 2));
  }

  /** Ends the process that runs the cells; the first cell after that may be the one that finds out. */
  async forget(): Promise<void> {
    await this.kill(await this.child());
    const { reply, error } = await this.look("1 + 1");
    if (reply.status !== "ok" && error?.ename !== "ProcessEnded") throw new Error(String(error?.traceback));
  }

  /** The process that runs the cells. */
  async child(): Promise<number> {
    return Number((await this.look("process.pid")).result);
  }

  compilers(): number[] {
    return processes()
      .filter(({ parent, args }) => parent === this.pid && args.includes("--lsp"))
      .map(({ pid }) => pid);
  }

  /** Edits a module beside the notebook. */
  write(file: string, size: number | string): void {
    const path = join(this.kernel.folder, `${file}.ts`);
    writeFileSync(path, typeof size === "number" ? `export const size: number = ${size};` : size);
    this.edits += 1;
    utimesSync(path, this.edits, this.edits);
  }

  /** What the kernel itself had to say. */
  get words(): string {
    return this.kernel.stderr;
  }

  async close(): Promise<void> {
    await answered(this.kernel.stop(), "the end of the kernel");
    rmSync(this.kernel.folder, { recursive: true, force: true });
  }

  /** Ends what cannot be asked any more. */
  abandon(): void {
    this.kernel.process.kill("SIGKILL");
    this.kernel.leave();
  }
}

/** A cell can end the compiler's thread of such a kernel. */
function startIn(folder: string): Promise<TestKernel> {
  const NODE_OPTIONS = `--require ${JSON.stringify(join(root, "test/kernel/otherPrograms.cjs"))}`;
  return answered(TestKernel.start({ folder, env: { NODE_OPTIONS } }), "a kernel that starts");
}

async function answered<Answer>(asked: Promise<Answer>, what: string): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${patienceMs} ms: ${what}`)), patienceMs);
  });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}

export interface Process {
  pid: number;
  parent: number;
  args: string;
}

export function processes(): Process[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  return stdout
    .trim()
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((found) => found !== null)
    .map(([, pid, parent, args]) => ({ pid: Number(pid), parent: Number(parent), args }));
}
