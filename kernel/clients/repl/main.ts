import { Session } from "../../session/session.js";
import { LineHistory } from "./history.js";
import { Repl } from "./repl.js";

const { stdin: input, stdout: output } = process;
const session = new Session();
session.start();
const repl = new Repl(session, { input, output, isLive: input.isTTY && output.isTTY }, new LineHistory());

const end = () => {
  session.close();
  process.exit();
};
process.on("SIGINT", () => repl.interrupt());
process.on("SIGTERM", end);
void repl.run().then(end);
