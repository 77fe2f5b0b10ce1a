import { OptionError } from "../core/index";

const most = 10_000_000;

/** Refuses to make a data set of more than ten million numbers, before memory runs out. @internal */
export function checkSize(where: string, count: number, features = 2): void {
  if (count * features <= most) return;
  throw new OptionError({
    where,
    required: `count × features must be at most ${most}`,
    got: `${count} × ${features}`,
    remedy: "make fewer rows, or train on batches from an async generator",
  });
}
