import { readFileSync } from "node:fs";
import { type Process, processes } from "./notebook";

/** What a kernel's processes take after so many steps, MB. */
export interface Sample {
  steps: number;
  kernel: number;
  compiler: number;
  cells: number;
}

export function sampleOf(kernel: number, steps: number): Sample {
  const all = processes();
  const children = all.filter(({ parent }) => parent === kernel);
  const sum = (of: Process[]) => of.reduce((total, { pid }) => total + proportional(pid), 0);
  const isCompiler = ({ args }: Process) => args.includes("--lsp");
  return {
    steps,
    kernel: proportional(kernel),
    compiler: sum(children.filter(isCompiler)),
    cells: sum(children.filter((one) => !isCompiler(one))),
  };
}

/** The memory of a process, with its share of what it shares, MB; 0 where the system does not say, or it is gone. */
function proportional(pid: number): number {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** The parts of a kernel that live on whatever cells do. */
const lasting = ["kernel", "compiler"] as const;

/** How a number grows over a thousand steps: the median of the slopes between all pairs, which no peak moves. */
export function slopeOf(samples: Sample[], part: keyof Sample): number {
  const slopes = samples.flatMap((one, at) =>
    samples.slice(at + 1).map((other) => (other[part] - one[part]) / (other.steps - one.steps)),
  );
  return 1000 * (median(slopes) || 0);
}

/** What is left of the samples when what a kernel needs once has been taken. */
export function warm(samples: Sample[]): Sample[] {
  return samples.slice(Math.ceil(samples.length / 3));
}

/** MB by which a part may grow whatever it is asked: what a collector has not looked at yet. */
const slackMb = 150;

/** In words, what takes more and more memory: half as much again from the first third to the last one. */
export function growth(samples: Sample[]): string | undefined {
  const third = Math.ceil(samples.length / 3);
  const grown = lasting.filter((part) => {
    const [first, last] = [samples.slice(0, third), samples.slice(-third)].map((some) =>
      median(some.map((one) => one[part])),
    );
    return last > 1.5 * first + slackMb;
  });
  return grown.length > 0 ? `memory grows: ${grown.join(", ")}; ${JSON.stringify(samples)}` : undefined;
}

export function median(numbers: number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
