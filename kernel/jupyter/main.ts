import { readConnection } from "./connection.js";
import { Supervisor } from "./supervisor.js";

const parentCheckMs = 1000;

async function main(): Promise<void> {
  const at = process.argv.indexOf("-f");
  const file = process.argv[at + 1];
  if (at < 0 || !file) throw new Error("kernel: start it with -f and a connection file, as Jupyter does");
  const supervisor = new Supervisor(readConnection(file));
  process.on("SIGINT", () => supervisor.interrupt());
  process.on("SIGTERM", () => void supervisor.stop());
  endWithParent(() => void supervisor.stop());
  await supervisor.start();
}

/** A kernel whose Jupyter is gone serves nobody. */
function endWithParent(end: () => void): void {
  const parent = Number(process.env.JPY_PARENT_PID ?? 0);
  if (parent <= 1) return;
  const check = () => {
    try {
      process.kill(parent, 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ESRCH") end();
    }
  };
  setInterval(check, parentCheckMs).unref();
}

// Whatever was started besides would keep it alive, and whoever started it would wait for an answer.
main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
