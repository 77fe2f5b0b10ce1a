import { homedir } from "node:os";
import { join } from "node:path";

/** The file that holds what was run in all notebooks of this user. */
export function historyPath(): string {
  const data = process.env.XDG_DATA_HOME || join(homedir(), ".local", "share");
  return join(data, "tsdescent", "history.sqlite");
}
