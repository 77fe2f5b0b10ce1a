import { inRoot } from "../system/places.mjs";
import { runCommand } from "../system/runCommand.mjs";
import { SetupError, lastLines } from "../system/setupError.mjs";

/**
 * Loads what was installed in a process of its own and multiplies two matrices with it.
 *
 * @param {import("./backends.mjs").Backend} backend
 * @returns {Promise<{version: string, tfjs: string}>} the versions that it says of itself
 */
export async function verify(backend) {
  const script = inRoot("src", "setup", "backends", "verifyBackend.cjs");
  const kind = backend.name === "wasm" ? "wasm" : "native";
  const { code, output } = await runCommand(process.execPath, [script, kind, backend.folder() ?? ""], {
    env: { TF_CPP_MIN_LOG_LEVEL: "3", NODE_OPTIONS: "" },
    timeoutMs: 120_000,
  });
  const answer = output.split("\n").find((line) => line.startsWith("{"));
  if (code === 0 && answer) return JSON.parse(answer);
  const [said] = lastLines(output).split("\n");
  throw new SetupError(
    `it does not work with Node ${process.versions.node}: ${said || `it ended with code ${code}`}`,
    {
      details: lastLines(output),
    },
  );
}
