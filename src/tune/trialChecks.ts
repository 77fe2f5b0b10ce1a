import { DataError, OptionError } from "../core/index";
import { shown } from "../core/shown";

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

/** What is to be kept with a trial, which must survive JSON. */
export function checkKept(where: string, what: string, value: unknown): void {
  try {
    JSON.stringify(value);
  } catch (error) {
    const [got] = (error as Error).message.split("\n");
    const required = `${what} must survive JSON`;
    throw new DataError({ where, required, got, remedy: "keep numbers, texts, arrays and plain objects" });
  }
}
