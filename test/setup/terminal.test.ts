import fc from "fast-check";
import type { Terminal } from "../../src/setup/terminal/terminal.mjs";

const terminal = () => import("../../src/setup/terminal/terminal.mjs");

function recording(live: boolean): Terminal & { text: () => string } {
  let text = "";
  return {
    live,
    width: 60,
    write: (more) => void (text += more),
    paint: (_, plain) => plain,
    text: () => text,
  };
}

test("a bar is as wide as asked whatever the fraction", async () => {
  const { bar } = await terminal();
  fc.assert(
    fc.property(
      fc.double({ min: -1, max: 2, noNaN: true }),
      fc.integer({ min: 1, max: 80 }),
      (fraction, width) => {
        expect(bar(fraction, width).join("")).toHaveLength(width);
      },
    ),
  );
});

test("a duration is told in the unit that suits it", async () => {
  const { duration } = await terminal();
  expect([4, 851, 12_420, 59_960, 185_000].map(duration)).toEqual([
    "0 ms",
    "850 ms",
    "12.4 s",
    "1 min 00 s",
    "3 min 05 s",
  ]);
});

test("in a pipe a step is plain lines: what it does, each quarter, what came of it", async () => {
  const { Progress } = await import("../../src/setup/terminal/progress.mjs");
  const pipe = recording(false);
  await new Progress(pipe).run("Step", async (report) => {
    report.say("working");
    for (let done = 0; done <= 10; done++) report.progress(done / 10);
    report.note("chose this");
    return "all well";
  });
  expect(pipe.text().replace(/\(.*\)/, "(time)")).toBe(
    [
      "  Step: working",
      "  Step: working 25 %",
      "  Step: working 50 %",
      "  Step: working 75 %",
      "  Step: chose this",
      "✔ Step: all well (time)\n",
    ].join("\n"),
  );
});

test("in a terminal a step is one line that never wraps, and the cursor comes back", async () => {
  const { Progress } = await import("../../src/setup/terminal/progress.mjs");
  const { columns } = await terminal();
  const screen = recording(true);
  const failing = new Progress(screen).run("Step", async (report) => {
    report.progress(0.5, "a very long text that would not fit on the line ".repeat(3));
    await new Promise((resolve) => setTimeout(resolve, 200));
    throw new Error("broken");
  });
  await expect(failing).rejects.toThrow("broken");
  const drawn = screen.text().split("\r\u001b[2K");
  for (const line of drawn.slice(1, -1)) expect(columns(line)).toBeLessThan(60);
  expect(drawn.at(-1)).toMatch(/^✘ Step +broken .*\n\u001b\[\?25h$/s);
});

test("NO_COLOR takes the colours and leaves the rest", async () => {
  const { terminalOf } = await terminal();
  const tty = { isTTY: true, columns: 100, write: () => true } as unknown as NodeJS.WriteStream;
  const before = process.env.NO_COLOR;
  delete process.env.NO_COLOR;
  expect(terminalOf(tty).paint("red", "x")).toBe("\u001b[31mx\u001b[0m");
  process.env.NO_COLOR = "1";
  expect(terminalOf(tty).paint("red", "x")).toBe("x");
  expect(terminalOf(tty).live).toBe(true);
  if (before === undefined) delete process.env.NO_COLOR;
  else process.env.NO_COLOR = before;
});

test("npm test closes on jest's totals, a file that could not run counted as failed", async () => {
  const { totalsOf } = await import("../../src/setup/commands/totals.mjs");
  const results = {
    numPassedTests: 12,
    numFailedTests: 1,
    numRuntimeErrorTestSuites: 2,
    numPendingTests: 1,
    numTodoTests: 0,
    testResults: [{ assertionResults: [{ status: "pending", fullName: "in Chromium" }] }],
  };
  expect(totalsOf(results)).toEqual({ totals: "12 passed, 3 failed, 1 skipped", skipped: ["in Chromium"] });
  const clean = {
    ...results,
    numFailedTests: 0,
    numRuntimeErrorTestSuites: 0,
    numPendingTests: 0,
    testResults: [],
  };
  expect(totalsOf(clean).totals).toBe("12 passed, 0 failed");
  expect(totalsOf(null).totals).toBe("0 passed, 1 failed");
});
