import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { TestKernel } from "./testKernel";

let kernel: TestKernel;
let prompts: string[];
beforeAll(async () => {
  kernel = await TestKernel.start();
  await kernel.execute(
    `import readline from "node:readline"; import promises from "node:readline/promises"; import { promisify } from "node:util";`,
  );
});
beforeEach(() => {
  prompts = [];
  const answers = ["Ada", "36", "stop"];
  kernel.answer = (prompt) => {
    prompts.push(prompt);
    return answers[prompts.length - 1];
  };
});
afterAll(() => kernel.stop());

const io = "{ input: process.stdin, output: process.stdout }";

describe("What a script reads from its terminal, the notebook's reader is asked for:", () => {
  it.each([
    [
      "questions that are awaited",
      `{ const rl = promises.createInterface(${io}); const who = await rl.question("name? "); const age = await rl.question("age? "); rl.close(); console.log(who, age) }`,
      ["name? ", "age? "],
    ],
    [
      "questions with callbacks, for which the cell waits",
      `{ const rl = readline.createInterface(${io}); rl.question("name? ", (who) => rl.question("age? ", (age) => { console.log(who, age); rl.close() })) }`,
      ["name? ", "age? "],
    ],
    [
      "questions turned into promises",
      `{ const rl = readline.createInterface(${io}); const ask = promisify(rl.question).bind(rl) as any; console.log(await ask("name? "), await ask("age? ")) }`,
      ["name? ", "age? "],
    ],
    [
      "questions of an interface made by its class, or by one that extends it",
      `{ class Mine extends readline.Interface {} const rl = new (readline.Interface as any)(${io}); rl.question("name? ", (who: string) => { rl.close(); const mine = new (Mine as any)(${io}); mine.question("age? ", (age: string) => { console.log(who, age); mine.close() }) }) }`,
      ["name? ", "age? "],
    ],
    [
      "questions of the class that promises",
      `{ const rl = new (promises.Interface as any)(${io}); console.log(await rl.question("name? "), await rl.question("age? ")); rl.close() }`,
      ["name? ", "age? "],
    ],
    [
      "lines of an interface",
      `{ const rl = readline.createInterface(process.stdin); rl.setPrompt("> "); rl.prompt(); const said: string[] = []; for await (const line of rl) { if (line === "stop") break; said.push(line) } console.log(...said) }`,
      ["> ", "> ", "> "],
    ],
    [
      "lines by listeners",
      `{ const rl = readline.createInterface(process.stdin); const said: string[] = []; rl.on("line", (line) => { if (line === "stop") { console.log(...said); rl.close(); rl.removeAllListeners() } else said.push(line) }) }`,
      ["", "", ""],
    ],
    [
      "chunks of process.stdin",
      `{ const said: string[] = []; for await (const chunk of process.stdin) { const line = String(chunk).trim(); if (line === "stop") break; said.push(line) } console.log(...said) }`,
      ["", "", ""],
    ],
  ])("%s", async (_, code, asked) => {
    const { stdout, error } = await kernel.execute(code);
    expect([stdout, error, prompts]).toEqual(["Ada 36\n", undefined, asked]);
    expect((await kernel.execute("1 + 1")).result).toBe("2");
    expect(prompts).toEqual(asked);
  });

  it("once more after an iteration has ended the stream", async () => {
    const { stdout } = await kernel.execute(
      `process.stdin.once("data", (chunk) => { process.stdin.pause(); console.log(String(chunk).trim()) })`,
    );
    expect([stdout, prompts]).toEqual(["Ada\n", [""]]);
  });

  it("a front end that cannot ask makes it an error", async () => {
    const { error } = await kernel.execute(`await promises.createInterface(${io}).question("name? ")`, {
      allow_stdin: false,
    });
    expect(error?.evalue).toBe("input: this front end cannot ask; run the cell in one that can");
  });

  it("a question that an interrupt ends holds no later cell up", async () => {
    kernel.answer = () => undefined;
    const id = await kernel.submit(
      `console.log("go"); await promises.createInterface(${io}).question("name? ")`,
    );
    await kernel.untilPrinted(id, "go");
    await kernel.request("interrupt_request", {}, "control");
    expect((await kernel.execution(id)).error?.ename).toBe("Interrupted");
    expect((await kernel.execute("3 + 4")).result).toBe("7");
  });
});
