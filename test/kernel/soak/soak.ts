import fc from "fast-check";
import { growth, median, type Sample, sampleOf } from "./memory";
import { Model } from "./model";
import { Notebook } from "./notebook";
import { begin, plan } from "./steps";

/** What a soak found. */
export interface Soaked {
  /** The steps that lead to a failure, and what it is. */
  failure?: string;
  plans: number;
  steps: number;
  samples: Sample[];
  /** How long `1 + 1` took, ms. */
  answers: { median: number; longest: number; beyondTwoSeconds: number };
}

/** How long a failing plan is made smaller, ms. */
const shrinkingMs = 180_000;

/**
 * Takes random steps in one notebook until the time is over. Each plan has a seed of its own, from which it is drawn
 * before its first step: the same seed gives the same plans again, whatever the machine does meanwhile.
 */
export async function soak(seconds: number, seed: number, say: (line: string) => void): Promise<Soaked> {
  const end = performance.now() + 1000 * seconds;
  const notebook = await Notebook.open();
  const samples: Sample[] = [];
  const { answers } = notebook;
  let failure: string | undefined;
  for (; performance.now() < end && !failure; seed++) {
    failure = await failureOf(seed, notebook, say);
    samples.push(sampleOf(notebook.pid, answers.length));
    say(`seed ${seed}: ${answers.length} steps, ${inWords(samples.at(-1) as Sample)}`);
  }
  if (failure) notebook.abandon();
  else await notebook.close();
  failure ??= growth(samples);
  const beyondTwoSeconds = answers.filter((ms) => ms > 2000).length;
  return {
    failure,
    plans: samples.length,
    steps: answers.length,
    samples,
    answers: { median: median(answers), longest: Math.max(...answers), beyondTwoSeconds },
  };
}

/** Follows one plan; when it fails, smaller ones in notebooks of their own. */
async function failureOf(
  seed: number,
  notebook: Notebook,
  say: (line: string) => void,
): Promise<string | undefined> {
  let isFirst = true;
  let end = Infinity;
  const property = fc.asyncProperty(plan, async (steps) => {
    if (performance.now() > end) return; // small enough
    const own = isFirst ? undefined : await Notebook.open();
    const real = own ?? notebook;
    const wasFirst = isFirst;
    isFirst = false;
    const setup = async () => {
      const model = new Model();
      await real.forget();
      for (const [file, size] of model.exported) real.write(file, size);
      await begin(model, real);
      return { model, real };
    };
    try {
      await fc.asyncModelRun(setup, steps);
    } catch (error) {
      if (wasFirst) end = performance.now() + shrinkingMs;
      if (wasFirst) say(`seed ${seed}: ${steps}\n\n${(error as Error).message}\nIt is being made smaller.`);
      throw error;
    } finally {
      own?.abandon();
    }
  });
  const found = await fc.check(property, { seed, numRuns: 1 });
  if (!found.failed) return undefined;
  const [steps] = found.counterexample ?? [];
  const { message, stack } = (found.errorInstance ?? {}) as Error;
  return [`seed ${seed}`, `${steps}`, "", message ?? stack, notebook.words].join("\n");
}

function inWords({ kernel, compiler, cells }: Sample): string {
  const [one, two, three] = [kernel, compiler, cells].map(Math.round);
  return `${one} MB kernel, ${two} MB compiler, ${three} MB cells`;
}
