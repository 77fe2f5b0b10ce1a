import { displaySymbol } from "../../src/show/index";
import { exercise, type Task } from "../../src/course/index";

const square: Task<[x: number], number> = {
  title: "A square",
  call: "square(x)",
  inputs: (random) => [random.integer(10) + 1],
  reference: (x) => x * x,
  hint: "x · x",
  mistakes: [{ answer: (x) => 2 * x, hint: "that is twice" }],
};

let written: string;
let spies: jest.SpyInstance[];
beforeEach(() => {
  written = "";
  const keep = (text: unknown) => Boolean((written += String(text)));
  spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, "write").mockImplementation(keep),
  );
});
afterEach(() => {
  for (const spy of spies) spy.mockRestore();
});

const print = (text: string) => process.stdout.write(text);

async function cardOf(
  answer: (x: number) => unknown,
): Promise<{ text: string; html: string; printed?: string }> {
  const verdict = await exercise("99-square", square).check(answer as () => unknown);
  const { "text/plain": text, "text/html": html } = verdict[displaySymbol]();
  return { text: String(text), html: String(html), printed: verdict.details.printed };
}

describe("What a student's function prints while it is checked", () => {
  it("stands in the card when the call fails, and only that call's", async () => {
    let calls = 0;
    const { text, html, printed } = await cardOf((x) => {
      print(`call <${++calls}>\n`);
      process.stderr.write("and an error\n");
      return calls < 3 ? x * x : -1;
    });
    expect(printed).toBe("call <3>\nand an error\n");
    expect(text).toContain("printed\n    call <3>\n    and an error\n");
    expect(html).toContain("call &lt;3&gt;\nand an error</pre>");
    expect(written).toBe("");
  });

  it.each([
    ["throws", () => [print("before"), JSON.parse("{")]],
    ["returns nothing", () => void print("before")],
    ["returns a promise", async () => void print("before")],
    [
      "never ends",
      () => {
        for (let at = 0; ; at++) if (at === 0) print("before");
      },
    ],
    ["makes a well-known mistake", (x: number) => [print("before"), 2 * x][1]],
  ])("is in the card of one that %s", async (_, answer) => {
    expect((await cardOf(answer)).printed).toBe("before");
    expect(written).toBe("");
  });

  it("is shown nowhere when all calls are right", async () => {
    const { text, printed } = await cardOf((x) => [print("noise\n"), x * x][1]);
    expect([printed, written, text.includes("noise")]).toEqual([undefined, "", false]);
  });

  it("is cut to its first and last lines, however much it is", async () => {
    const { printed } = await cardOf(() => {
      for (let at = 1; at <= 100_000; at++) print(`${at}\n`);
      return -1;
    });
    const lines = printed!.split("\n");
    expect(lines.slice(0, 3)).toEqual(["1", "2", "3"]);
    expect(lines.slice(19, 23)).toEqual(["20", "… 99,970 lines …", "99991", "99992"]);
    expect(lines.slice(-2)).toEqual(["100000", ""]);
  });

  it("is cut where one line is without end", async () => {
    const { printed } = await cardOf(() => [print("ab".repeat(1_000_000)), print("end")]);
    expect(printed).toBe(`${"ab".repeat(1500)}\n…\n${`${"ab".repeat(1000)}end`.slice(-1000)}`);
  });

  it("goes where it went before when the check is over", async () => {
    await cardOf(() => 0);
    print("after");
    expect(written).toBe("after");
  });
});
