import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describeWith, missingKernel, python, root } from "../notebooks/available";

/** What a program that trains wrote into a terminal. */
async function written({
  epochs = 300,
  stopAfter = "-",
  names,
}: {
  epochs?: number;
  stopAfter?: string;
  names: string[];
}) {
  const program = [
    process.execPath,
    "--require",
    join(root, "test/typescript.cjs"),
    join(__dirname, "watched.ts"),
  ];
  const args = [join(__dirname, "inTerminal.py"), stopAfter, ...program, String(epochs), ...names];
  const { stdout } = await promisify(execFile)(python, args, {
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3" },
  });
  return stdout;
}

/** The lines that are to be seen in the end: each with what was written over it gone. */
function seen(text: string): string[] {
  const lines = text.split("\r\n").map((line) => line.split("\r\x1b[2K").at(-1)!);
  return lines.slice(
    lines.findIndex((line) => line.startsWith("epoch")),
    -1,
  );
}

// A pseudo-terminal comes with Python.
describeWith(missingKernel())("A fit in a terminal", () => {
  const done = /^epoch 300\/300 {2}loss [\d.e-]+ .* {2}[\d.]+ s in all$/;
  const curve = /^epoch 300\/300 {2}loss [\d.e-]+ {2}val_loss [\d.e-]+ {2}█[▁▂▃▄▅▆▇█]{22}▁$/;

  it("is one line that is written over, never wider than the terminal", async () => {
    const text = await written({ names: ["progress"] });
    expect(text.split("\r\x1b[2K").length).toBeGreaterThan(2);
    expect(seen(text)).toEqual([expect.stringMatching(done), "went on"]);
    const lines = text.split(/\r\n|\r\x1b\[2K/).filter((line) => line.startsWith("epoch"));
    for (const line of lines) expect(line.length).toBeLessThan(80);
  });

  it("says batch, loss, samples a second and the time left on its way", async () => {
    expect(await written({ names: ["progress"] })).toMatch(
      /\r\x1b\[2Kepoch \d+\/300 {2}batch \d+\/\d+ {2}loss [\d.e-]+ .*[\d.]+ samples\/s {2}[\d.]+ s left/,
    );
  });

  it("is the curve in small, watched by a live figure", async () => {
    expect(seen(await written({ names: ["liveFigure"] }))).toEqual([expect.stringMatching(curve), "went on"]);
  });

  it("is a line of each, watched by both", async () => {
    const lines = seen(await written({ names: ["progress", "liveFigure"] }));
    expect(lines).toEqual([expect.stringMatching(done), expect.stringMatching(curve), "went on"]);
  });

  it("leaves nothing behind when Ctrl-C ends it", async () => {
    const text = await written({ epochs: 1e6, stopAfter: "batch", names: ["progress"] });
    expect(seen(text)).toEqual([
      expect.stringMatching(/^epoch \d+\/1000000 {2}loss/),
      expect.stringMatching(/^fit: interrupted after step \d+, in epoch \d+ of 1000000; the weights/),
      "went on",
    ]);
  });
});
