import fc from "fast-check";
import { displaySymbol } from "../../src/show/index";
import { claim, ClaimError } from "../../src/course/index";

const paper = "Novikoff 1962";

describe("a claim that holds", () => {
  it("shows paper, published and measured number", () => {
    const shown = claim("the bound on iris", { paper, published: 447, measured: 446.9, tolerance: 1 });
    expect(shown[displaySymbol]()["text/plain"]).toBe(
      "✓ the bound on iris\n  source     Novikoff 1962\n  published  447 ± 1\n  measured   446.9",
    );
  });

  it("compares the mean over the seeds with one number, and shows their spread", () => {
    const shown = claim("accuracy", { paper, published: 0.95, measured: [0.9, 0.95, 1.0], tolerance: 0.01 });
    expect(shown.measurement).toBe("0.95 on average, 0.9 to 1 over 3 runs");
  });

  it("holds every seed to a range", () => {
    const range = { paper, published: [2, 11] as const };
    expect(claim("mistakes", { ...range, measured: [2, 5, 11] }).requirement).toBe("2 to 11");
    expect(() => claim("mistakes", { ...range, measured: [2, 5, 12] })).toThrow(ClaimError);
  });

  it("reads an infinite end as a bound", () => {
    const bound = claim("mistakes", { paper, published: [-Infinity, 447], measured: [2, 11] });
    expect(bound.requirement).toBe("at most 447");
    expect(claim("speed", { paper, published: [2, Infinity], measured: 3 }).requirement).toBe("at least 2");
  });

  it("does not stumble over the rounding of decimals", () => {
    expect(claim("sum", { paper, published: 0.3, measured: 0.1 + 0.2 }).holds).toBe(true);
  });
});

describe("a claim that does not hold", () => {
  it("throws an error with the paper, both numbers and what to do", () => {
    expect(() => claim("the bound", { paper, published: 447, measured: [400, 420], tolerance: 1 })).toThrow(
      'claim: "the bound" must be 447 ± 1 (Novikoff 1962), got 410 on average, 400 to 420 over 2 runs; ' +
        "run the notebook from the top, and look at what changed in the cells that measure it",
    );
  });

  it("fails exactly when the mean is further off than the tolerance", () => {
    const number = fc.double({ min: -1e3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(number, fc.array(number, { minLength: 1 }), (published, measured) => {
        const mean = measured.reduce((sum, value) => sum + value, 0) / measured.length;
        const off = Math.abs(mean - published);
        const holds = (tolerance: number) => {
          try {
            return claim("any", { paper, published, measured, tolerance }).holds;
          } catch {
            return false;
          }
        };
        expect(holds(off)).toBe(true);
        if (off > 1e-3) expect(holds(off * 0.99)).toBe(false);
      }),
    );
  });
});

describe("a claim that says too little", () => {
  it.each([
    [
      { paper: "", published: 1, measured: 1 },
      "claim: paper must say where the number was published, got nothing; ",
    ],
    [
      { paper, published: NaN, measured: 1 },
      "claim: published must be a number or [least, greatest], got NaN",
    ],
    [
      { paper, published: [3, 1], measured: 1 },
      "claim: published must be a number or [least, greatest], got [3, 1]",
    ],
    [
      { paper, published: 1, measured: [] },
      "claim: measured must be a finite number or a list of them, got an empty list",
    ],
    [
      { paper, published: 1, measured: [1, NaN] },
      "claim: measured must be a finite number or a list of them, got [1, NaN]",
    ],
    [{ paper, published: 1, measured: 1, tolerance: -1 }, "claim: tolerance must be in [0, ∞), got -1"],
    [
      { paper, published: 1, measured: 1, tolerence: 1 },
      'claim: unknown option "tolerence"; did you mean "tolerance"?',
    ],
  ])("is refused: %j", (options, message) => {
    expect(() => claim("any", options as never)).toThrow(message);
  });
});
