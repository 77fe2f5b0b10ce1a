import { OptionError, checkNoOptions, checkInteger } from "../core/index";
import type { Params } from "./space/space";
import { StudyTrial, givenValue } from "./studyTrial";
import type { Trial } from "./trial";
import { newTrial } from "./store/store";
import { TrialFiles } from "./trialFiles";

/**
 * A trial without a study, whose parameters are given: tries an objective once, or repeats the best of a study.
 *
 * ```ts
 * await objective(fixedTrial(study.best.params));
 * ```
 *
 * @throws OptionError where the objective suggests a parameter that is missing or out of range
 */
export function fixedTrial<P extends object = Params>(params: P, number = 0, ...none: []): Trial<P> {
  checkNoOptions("fixedTrial", none);
  checkInteger("fixedTrial", "number", number, "[0, ∞)");
  const fixed = { ...params } as Params;
  const files = new TrialFiles();
  const host = {
    directions: [],
    draw: (_: unknown, name: string, distribution: Parameters<typeof givenValue>[2]) => {
      const value = givenValue(fixed, name, distribution);
      if (value !== undefined) return value;
      throw new OptionError({ where: "fixedTrial", required: `params must have a value for ${name}` });
    },
    keep: () => {},
    judge: () => false,
    folder: () => files.folderOf(number),
  };
  return new FixedTrial(
    host,
    { ...newTrial({ state: "running", fixed }), number },
    fixed,
  ) as unknown as Trial<P>;
}

class FixedTrial extends StudyTrial {
  constructor(
    host: ConstructorParameters<typeof StudyTrial>[0],
    record: ConstructorParameters<typeof StudyTrial>[1],
    private readonly given: Params,
  ) {
    super(host, record);
  }

  override get params(): Params {
    return this.given;
  }
}
