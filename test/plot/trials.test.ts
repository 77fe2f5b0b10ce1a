import * as plot from "../../src/plot/index";
import { createStudy, float } from "../../src/tune/index";

type Params = plot.TunedTrial["params"];

const trial = (number: number, params: Params, values: number[], constraint?: number): plot.TunedTrial => ({
  ...{ number, state: "complete", params, values },
  ...(constraint !== undefined && { constraints: { c: constraint } }),
});

// The smallest value breaks its constraint.
const constrained: plot.Tuned = {
  directions: ["minimize"],
  trials: [
    trial(0, { a: 1, b: 4 }, [3], 0),
    trial(1, { a: 2, b: 5 }, [1], 5),
    trial(2, { a: 3, b: 6 }, [2], -1),
  ],
};

describe("a trial that breaks its constraints", () => {
  test("is never best, as the study says, and is told", () => {
    const study = createStudy({ space: { a: float(0, 4) }, seed: 1 });
    for (const { values, constraints } of constrained.trials) {
      const asked = study.ask();
      study.tell(asked, { values: [...values], constraints });
    }
    expect(study.best.number).toBe(2);
    expect(plot.optimizationHistory(study).data().best).toEqual([3, 3, 2]);

    const history = plot.optimizationHistory(constrained);
    expect(history.data().feasible).toEqual([true, false, true]);
    expect(history.alt).toBe(
      "Values of 3 trials. The best is 2, of trial 2. 1 of 3 trials breaks its constraints, crossed.",
    );
    const slices = plot.paramSlices(constrained);
    expect(slices.data().best).toEqual({ a: 3, b: 6 });
    expect(slices.alt).toContain("The best, 2, has a 3 and b 6. 1 of 3 trials breaks its constraints");
    const contour = plot.paramContour(constrained);
    expect(contour.alt).toContain("The best is 2, at a 3 and b 6.");
    expect(contour.data().trials.map(({ feasible }) => feasible)).toEqual([true, false, true]);
    const parallel = plot.parallelCoordinates(constrained);
    expect(parallel.alt).toContain("The best, 2, runs through a 3 and b 6.");
    expect(parallel.alt).toContain("breaks its constraints, dashed");
  });

  test("is not on the front, on which equal trials are all", () => {
    const two: plot.Tuned = {
      directions: ["minimize", "maximize"],
      trials: [
        trial(0, {}, [1, 5]),
        trial(1, {}, [0, 9], 1),
        trial(2, {}, [1, 5]),
        trial(3, {}, [2, 5]),
        trial(4, {}, [3, 7], -1),
      ],
    };
    const front = plot.paretoFront(two);
    expect(front.data().front).toEqual([0, 2, 4]);
    expect(front.alt).toContain("Pareto front of 3 trials among 5");
    expect(front.alt).toContain("1 of 5 trials breaks its constraints, crossed");
  });

  test("leaves no best where all do", () => {
    const broken = { ...constrained, trials: constrained.trials.slice(1, 2) };
    const nobody = "No trial keeps its constraints, so that none is the best.";
    expect(plot.optimizationHistory(broken).data().best).toEqual([NaN]);
    for (const draw of [
      plot.optimizationHistory,
      plot.paramSlices,
      plot.paramContour,
      plot.parallelCoordinates,
    ])
      expect(draw(broken).alt).toContain(nobody);
    expect(plot.paramSlices(broken).data().best).toEqual({});
    const front = plot.paretoFront({
      directions: ["minimize", "minimize"],
      trials: [trial(0, {}, [1, 1], 1)],
    });
    expect(front.alt).toContain("Pareto front of 0 trials among 1, as none keeps its constraints.");
  });
});

test("the front of three objectives is the study's, over whichever two are drawn", () => {
  const study = createStudy({
    ...{ space: { a: float(0, 1) }, directions: ["minimize", "minimize", "maximize"], seed: 1 },
  });
  const values = [
    [1, 4, 0],
    [2, 5, 9],
    [3, 6, 8],
    [0, 9, 0],
  ];
  for (const each of values) study.tell(study.ask(), { values: each });
  expect(study.paretoFront.map(({ number }) => number)).toEqual([0, 1, 3]);
  expect(plot.paretoFront(study).data().front).toEqual([3, 0, 1]);
  expect(plot.paretoFront(study, { objectives: [1, 2] }).data().front).toEqual([0, 1, 3]);
  expect(plot.paretoFront(study).alt).toContain("The front is that of all 3 objectives.");
  expect(() => plot.paretoFront(study, { objectives: [0, 3] })).toThrow(
    "paretoFront: objectives must be a whole number in [0, 2], got 3",
  );
});

describe("trials that lack a parameter", () => {
  const some: plot.Tuned = {
    directions: ["maximize"],
    trials: [
      trial(0, { a: 1, b: 2 }, [1]),
      trial(1, { a: 2 }, [9]),
      trial(2, { a: 3, b: 1 }, [2]),
      trial(3, { a: 4, b: 3 }, [0]),
    ],
  };

  test("are counted as left out, and the best is that of all", () => {
    const told = "1 of 4 trials lacks one of the parameters and is left out.";
    const parallel = plot.parallelCoordinates(some);
    expect(parallel.data().trials.map(({ number }) => number)).toEqual([0, 2, 3]);
    expect(parallel.alt).toContain(`The best, 9, runs through a 2 and b –, which is not drawn. ${told}`);
    expect(JSON.stringify(parallel.spec)).toContain("1 of 4 trials lacks");
    const contour = plot.paramContour(some);
    expect(contour.alt).toContain(`The best is 9, at a 2 and b –, which is not drawn. ${told}`);
    const slices = plot.paramSlices(some);
    expect(slices.alt).toContain("The best, 9, has a 2.");
    expect(slices.alt).toContain(
      "Trials that lack a parameter are left out of its panel: b in 1 of 4 trials.",
    );
  });

  test("are refused where none has all", () => {
    const apart = { ...some, trials: [trial(0, { a: 1 }, [1]), trial(1, { b: 2 }, [2])] };
    expect(() => plot.parallelCoordinates(apart)).toThrow(
      "parallelCoordinates: a trial must have all of a and b, got none of 2; choose params that go together",
    );
    expect(() => plot.paramContour(apart)).toThrow(
      "paramContour: a trial must have both a and b, got none of 2",
    );
  });
});

test("a parameter may be called as anything is, also as what the figure itself uses", () => {
  const names = ["value", "trial", "__proto__", "constructor", "a.b", "x[0]", "", 'say "hi"', "y"];
  const params = (at: number) =>
    JSON.parse(`{${names.map((name, place) => `${JSON.stringify(name)}: ${at + place}`).join()}}`) as Params;
  const study: plot.Tuned = {
    directions: ["minimize"],
    trials: [0, 1, 2].map((at) => trial(at, params(at), [10 * at])),
  };
  const parallel = plot.parallelCoordinates(study, { params: names });
  for (const { places, number } of parallel.data().trials)
    expect(places).toEqual(new Array(names.length + 1).fill(number / 2));
  const { slices } = plot.paramSlices(study, { params: names }).data();
  expect(slices.map(({ at }) => at)).toEqual(names.map((_, place) => [place, place + 1, place + 2]));
  expect(plot.paramContour(study, { params: ["value", "x[0]"] }).data().trials[1]).toMatchObject({
    x: 1,
    y: 6,
  });
  expect(() => plot.paramSlices(constrained, { params: ["constructor"] })).toThrow(
    'paramSlices: unknown parameter "constructor"',
  );
});

test("the lowest and the highest trials are drawn of more than can be", () => {
  const trials = Array.from({ length: 3000 }, (_, at) =>
    trial(at, { a: Math.sin(at), b: at % 7 }, [at === 1234 ? -50 : at === 777 ? 90 : Math.cos(at)]),
  );
  const study: plot.Tuned = { trials, directions: ["maximize"] };
  for (const figure of [plot.optimizationHistory(study), plot.paramSlices(study), plot.paramContour(study)]) {
    expect(JSON.stringify(figure.spec)).toContain("-50,");
    expect(JSON.stringify(figure.spec)).toContain(":90,");
  }
  expect(plot.parallelCoordinates(study).alt).toContain("3000 trials, 250 of them drawn");
});

test("a logarithmic axis without a value above 0 says so", () => {
  const study: plot.Tuned = {
    directions: ["minimize"],
    trials: [trial(0, { a: 1 }, [-3]), trial(1, { a: 2 }, [0])],
  };
  const said = "No value is above 0, so that a logarithmic axis shows none";
  const reports = { trials: [{ ...study.trials[0], reports: [[0, -1] as const, [1, -2] as const] }] };
  for (const figure of [
    plot.optimizationHistory(study, { logY: true }),
    plot.trialCurves(reports, { logY: true }),
  ]) {
    expect(figure.alt).toContain(said);
    expect(JSON.stringify(figure.spec).replaceAll('","', " ")).toContain(said);
  }
  expect(plot.optimizationHistory(study).alt).not.toContain(said);
});

describe("a study that does not say what it must", () => {
  const refused = (study: object, message: string) =>
    [plot.optimizationHistory, plot.paramSlices, plot.parallelCoordinates].forEach((draw) =>
      expect(() => draw(study as plot.Tuned)).toThrow(new RangeError(`${draw.name}: ${message}`)),
    );

  test("has another direction than two", () => {
    const trials = [trial(0, { a: 1 }, [1])];
    refused({ directions: ["min"], trials }, 'unknown direction "min"; known: minimize, maximize');
    expect(() => plot.paretoFront({ directions: ["maximize", "down" as "minimize"], trials })).toThrow(
      'paretoFront: unknown direction "down"',
    );
  });

  test("has two trials of one number, as two studies have, which only a front cannot tell apart", () => {
    const trials = [trial(0, { a: 1 }, [1, 2]), trial(0, { a: 2 }, [3, 1])];
    expect(() => plot.paretoFront({ directions: ["minimize", "minimize"], trials })).toThrow(
      "paretoFront: each trial must have a number of its own, got 0 twice; number them anew: trials.map((trial, number) => ({ ...trial, number }))",
    );
    const slices = plot.paramSlices({ directions: ["minimize"], trials });
    expect(slices.alt).toContain("Values of 2 trials");
  });

  test("has its trials in another order, which changes nothing", () => {
    const trials = [trial(2, {}, [1]), trial(0, {}, [3]), trial(1, {}, [2])];
    const { number, best } = plot.optimizationHistory({ directions: ["minimize"], trials }).data();
    expect([number, best]).toEqual([
      [0, 1, 2],
      [3, 2, 1],
    ]);
  });
});

describe("values of a parameter that have one text", () => {
  const values = ["true", true, 1, "1", null, "null", "relu", false];
  const trials = values.map((kind, number) => ({
    ...{ number, state: "complete" as const, params: { kind }, values: [number] },
    reports: [[0, number]] as [number, number][],
  }));
  const study: plot.Tuned = { trials, directions: ["maximize"] };
  const texts = ['"true"', "true", "1", '"1"', "null", '"null"', "relu", "false"];

  test("have places of their own, in the order of the trials", () => {
    const places = plot.parallelCoordinates(study).data().trials.map(({ places: [at] }) => at); // prettier-ignore
    expect(places).toEqual(values.map((_, at) => at / 7));
    const [panel] = plot.paramSlices(study).spec.concat as {
      data: { values: { x: string }[] };
      encoding: { x: { scale: { domain: string[] } } };
    }[];
    expect(panel.encoding.x.scale.domain).toEqual(texts);
    expect(panel.data.values.map(({ x }) => x)).toEqual(texts);
  });

  test("are written and told apart", async () => {
    const told = (best: number) => {
      const other = trials.map((trial) => ({ ...trial, values: [trial.number === best ? 9 : 0] }));
      return [plot.parallelCoordinates, plot.paramSlices].map(
        (draw) => draw({ ...study, trials: other }).alt,
      );
    };
    for (const alt of told(0)) expect(alt).toContain('kind "true".');
    for (const alt of told(1)) expect(alt).toContain("kind true.");
    for (const alt of told(3)) expect(alt).toContain('kind "1".');
    for (const draw of [plot.parallelCoordinates, plot.paramSlices]) {
      const svg = await draw(study).svg();
      for (const text of texts) expect(svg).toContain(`>${text}<`);
    }
  });

  test("stay in the order in which they came, and not in that of the alphabet", () => {
    const sizes = ["small", "medium", "large"].map((kind, number) => ({
      ...trials[number],
      params: { kind },
    }));
    const [panel] = plot.paramSlices({ ...study, trials: sizes }).spec.concat as {
      encoding: { x: { scale: { domain: string[] } } };
    }[];
    expect(panel.encoding.x.scale.domain).toEqual(["small", "medium", "large"]);
  });
});

test("trials of several studies that have one number are lines of their own", () => {
  const trials = [0, 1, 0].map((number, at) => ({
    ...{ number, state: "complete" as const, params: { rate: at }, values: [at] },
    reports: [[0, at], [1, at]] as [number, number][], // prettier-ignore
  }));
  const study: plot.Tuned = { trials, directions: ["maximize"] };
  for (const draw of [plot.parallelCoordinates, plot.trialCurves]) {
    const layers = draw(study).spec.layer as {
      data: { values: object[] };
      encoding: { detail?: { field: string }[] };
    }[];
    const { data, encoding } = layers.find(({ encoding: { detail } }) => detail)!;
    const fields = encoding.detail!.map(({ field }) => field);
    const lines = new Set(
      data.values.map((row) => fields.map((field) => (row as Record<string, unknown>)[field]).join()),
    );
    expect(lines.size).toBe(3);
  }
});

test("the best of equal trials is the first by number, however they are ordered, and is told where it is not drawn", () => {
  const equal: plot.Tuned = {
    directions: ["minimize"],
    trials: [trial(5, { a: 2, b: 1 }, [1]), trial(3, { a: 1, b: 2 }, [1]), trial(9, { a: 3, b: 3 }, [2])],
  };
  expect(plot.optimizationHistory(equal).alt).toContain("The best is 1, of trial 3, the first of 2 alike.");
  expect(plot.paramSlices(equal).data().best).toEqual({ a: 1, b: 2 });

  const lacking = { ...equal, trials: [...equal.trials, trial(10, { b: 7 }, [0])] };
  expect(plot.paramContour(lacking).alt).toContain("The best is 0, at a – and b 7, which is not drawn.");
  expect(plot.parallelCoordinates(lacking).alt).toContain("runs through a – and b 7, which is not drawn.");
  expect(plot.paramSlices(lacking).alt).toContain("The best, 0, has b 7.");
});
