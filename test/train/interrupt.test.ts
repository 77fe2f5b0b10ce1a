import { spawn } from "node:child_process";
import { join } from "node:path";

test("Ctrl-C ends training, says so, and the program goes on with the history", async () => {
  const args = ["--require", join(__dirname, "../typescript.cjs"), join(__dirname, "interrupted.ts")];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] });
  let output = "";
  child.stdout.on("data", (text: Buffer) => {
    output += text;
    if (String(text).includes("training")) child.kill("SIGINT");
  });
  const code = await new Promise((resolve) => child.on("exit", resolve));
  expect(code).toBe(0);
  expect(output).toMatch(
    /fit: interrupted after step \d+, in epoch \d+ of 1000000; the weights and the history so far are kept/,
  );
  expect(output).toContain("went on: interrupted true 0");
});
