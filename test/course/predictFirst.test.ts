import { displaySymbol } from "../../src/show/index";
import { predictFirst } from "../../src/course/index";

const question = "How many mistakes will it make?";
const text = (shown: { [displaySymbol](): Record<string, unknown> }) => shown[displaySymbol]()["text/plain"];

describe("a prediction", () => {
  it("keeps the number that was committed, and shows it with its unit", () => {
    const guess = predictFirst(question, { unit: "mistakes" }).commit(5);
    expect(guess.committed).toBe(5);
    expect(text(guess)).toBe(`● ${question}\n  You said 5 mistakes. Written down; now let us see.`);
  });

  it("lets the notebook run on without a number", () => {
    const guess = predictFirst(question).commit();
    expect(text(guess)).toContain("No guess yet.");
    expect(text(guess.reveal(11))).toBe(`● ${question}\n  Measured: 11. You made no guess this time.`);
  });

  it.each([
    [11, "Exactly right."],
    [12, "Very close: within a tenth."],
    [5, "6 below it. What did you picture that turned out differently?"],
    [20, "9 above it. What did you picture that turned out differently?"],
  ])("remarks kindly on a guess of %d where 11 was measured", (guess, remark) => {
    const reveal = predictFirst(question).commit(guess).reveal(11);
    expect(reveal.error).toBe(guess - 11);
    expect(text(reveal)).toContain(remark);
  });

  it("refuses a guess that is not a number, and says what to write", () => {
    expect(() => predictFirst(question).commit("5" as never)).toThrow(
      'predictFirst.commit: guess must be a finite number, got "5"; write a number, or leave the brackets empty',
    );
    expect(() => predictFirst(question).commit(NaN)).toThrow("got NaN");
    expect(() => predictFirst(question).reveal(undefined as never)).toThrow(
      "predictFirst.reveal: actual must be a finite number, got undefined",
    );
  });

  it("refuses an option that it does not know", () => {
    expect(() => predictFirst(question, { units: "mistakes" } as never)).toThrow(
      'predictFirst: unknown option "units"; did you mean "unit"?',
    );
  });
});
