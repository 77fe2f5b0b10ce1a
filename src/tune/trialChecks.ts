import { DataError, OptionError, keptCopy, shown } from "../core/index";

/** A report's step and value, checked where the objective runs. */
export function checkReport(step: number, value: number): void {
  const where = "Trial.report";
  if (!Number.isFinite(step))
    throw new OptionError({ where, required: "step must be a finite number", got: shown(step) });
  if (typeof value !== "number")
    throw new OptionError({ where, required: "value must be a number", got: shown(value) });
}

/** A constraint, checked where the objective runs. */
export function checkConstraint(name: string, value: number): void {
  if (Number.isFinite(value)) return;
  const required = `${name} must be a finite number`;
  const remedy = "it counts as kept where it is at most 0";
  throw new DataError({ where: "Trial.constrain", required, got: shown(value), remedy });
}

/** What is noted of a trial, checked where the objective runs, as it comes back. */
export function noted(name: unknown, value: unknown): unknown {
  if (typeof name !== "string")
    throw new OptionError({ where: "Trial.note", required: "name must be a text", got: shown(name) });
  return keptCopy("Trial.note", name, value);
}

/** What another attempt goes on from, checked where the objective runs, as it comes back. */
export function saved(checkpoint: unknown): unknown {
  return keptCopy("Trial.save", "checkpoint", checkpoint);
}
