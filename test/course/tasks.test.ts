import { Random } from "../../src/core/random";
import { exercise } from "../../src/course/index";
import type { Answer } from "../../src/course/judge";
import type { Task } from "../../src/course/task";
import { tasks } from "../../src/course/tasks";
import kept from "../reference/exercises.json";
import { reviewed } from "./reviewed";

const constants = [
  0,
  1,
  -1,
  true,
  "",
  [],
  [0],
  [0, 0],
  {},
  null,
  { weights: [0], bias: 0 },
  { weights: [0, 0], bias: 0 },
];

function inputsOf(task: Task, count = 6): never[][] {
  const random = new Random(3, "test");
  return Array.from({ length: count }, (_, index) => task.inputs(random, 1 + index));
}

describe.each(Object.entries(tasks))("the exercise %s", (id, task) => {
  it("is passed by its reference, at a second attempt too", async () => {
    expect((await exercise(id).check(task.reference)).details.message).toBe("30 of 30 inputs agree.");
    expect((await exercise(id).check(task.reference)).passed).toBe(true);
  });

  it("asks, answers and hints as it was reviewed", () => {
    expect(reviewed(task)).toEqual((kept as Record<string, unknown>)[id]);
  });

  it("names its function and every parameter of it", () => {
    expect(task.call).toMatch(/^\w+\((\w+, )*\w+\)$/);
    const parameters = task.call.split("(")[1].split(",");
    for (const inputs of inputsOf(task)) expect(inputs).toHaveLength(parameters.length);
  });

  it("is failed by every constant", async () => {
    for (const constant of constants)
      expect((await exercise(id).check(() => constant)).status).toBe("failed");
  });

  it("is failed by the right answer to one of its inputs, given for all of them", async () => {
    for (const inputs of inputsOf(task)) {
      const copied = task.reference(...inputs);
      expect((await exercise(id).check(() => copied)).status).toBe("failed");
    }
  });

  it("is failed by returning an input unchanged", async () => {
    for (const [index] of inputsOf(task)[0].entries())
      expect((await exercise(id).check((...inputs: unknown[]) => inputs[index])).status).toBe("failed");
  });

  it("meets each of its well-known mistakes with that mistake's own hint", async () => {
    expect(task.mistakes?.length).toBeGreaterThan(0);
    for (const { answer, hint } of task.mistakes ?? []) {
      const { status, hint: given } = (await exercise(id).check(answer)).details;
      expect([status, given]).toEqual(["failed", hint]);
    }
  });

  it("is failed by a right answer that empties its inputs, and says what it changed", async () => {
    let emptied = false;
    const destructive: Answer = (...inputs: never[]) => {
      const answer = structuredClone(task.reference(...inputs));
      for (const input of inputs as unknown[]) {
        if (!Array.isArray(input) || input.length === 0) continue;
        input.length = 0;
        emptied = true;
      }
      return answer;
    };
    const { status, message, got } = (await exercise(id).check(destructive)).details;
    expect([status, message.includes("took apart what it was given"), got === "[]"]).toEqual(
      emptied ? ["failed", true, true] : ["passed", false, false],
    );
  });
});
