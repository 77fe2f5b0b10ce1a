// Fails in the way that its parameter names.
import { execSync } from "node:child_process";
import type { tune } from "tsdescent";

const faults = [
  "none",
  "throws",
  "later",
  "exits",
  "crashes",
  "prints",
  "NaN",
  "shouts",
  "constrains",
  "notes",
];

export const objective = async (trial: tune.Trial): Promise<number> => {
  switch (trial.suggestCategorical("fault", faults)) {
    case "throws":
      throw new RangeError("the learning rate is too large");
    case "later":
      setTimeout(() => {
        throw new Error("nobody waits for this");
      });
      return new Promise(() => {});
    case "crashes":
      process.kill(process.pid, "SIGKILL");
      return new Promise(() => {});
    case "exits":
      return process.exit(3);
    case "prints":
      console.log('{"type":"done","id":0,"values":[7]}');
      return 1;
    case "shouts":
      execSync("echo a line; printf half of one", { stdio: "inherit" });
      return 1;
    case "constrains":
      trial.constrain("size", NaN);
      return 1;
    case "notes":
      trial.note("size", () => 10);
      return 1;
    case "NaN":
      return NaN;
    default:
      return 1;
  }
};
