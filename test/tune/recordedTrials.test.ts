import recorded from "../reference/recordedTrials.json";
import { recordedNames, recordedNow } from "./recordedTrials";

type Trials = Record<string, Record<string, number | string>[]>;

test("all that is recorded is compared", () => expect(recordedNames).toEqual(Object.keys(recorded)));

test.each(recordedNames)("%s proposes from its seed what it proposed when it was recorded", (name) => {
  const expected = (recorded as unknown as Trials)[name];
  const trials = recordedNow(name);
  expect(trials).toHaveLength(expected.length);
  trials.forEach((params, number) => {
    expect(Object.keys(params)).toEqual(Object.keys(expected[number]));
    for (const [parameter, value] of Object.entries(params)) {
      const kept = expected[number][parameter];
      if (typeof value === "number")
        expect([number, parameter, value / ((kept as number) || 1)]).toEqual([
          number,
          parameter,
          expect.closeTo(kept === 0 ? value : 1, 6),
        ]);
      else expect([number, parameter, value]).toEqual([number, parameter, kept]);
    }
  });
});
