import fc from "fast-check";
import { builtins, change, declaration, imports, print } from "./changes";
import { classes, data, functions, ofTypes, others, types } from "./declarations";
import type { Statement } from "./grammar";

/** Statements that set names to what tells them apart, so that it can be seen how far a cell came. */
export const telling = fc
  .oneof(data, data, functions, classes, others, types, ofTypes)
  .filter(({ literal, needs }) => Boolean(literal) && needs.length === 0);

export const statement = fc.oneof(
  { weight: 6, arbitrary: data },
  { weight: 3, arbitrary: functions },
  { weight: 3, arbitrary: classes },
  { weight: 2, arbitrary: others },
  { weight: 2, arbitrary: types },
  { weight: 2, arbitrary: ofTypes },
  { weight: 4, arbitrary: declaration },
  { weight: 8, arbitrary: change },
  { weight: 3, arbitrary: print },
  { weight: 3, arbitrary: imports },
  { weight: 1, arbitrary: builtins },
);

/** Leaves out what no cell could say twice, or before it has said what that means. */
export function fitting(statements: Statement[]): Statement[] {
  const seen = new Set<string>();
  return statements.filter(({ declares, needs }) => {
    const declared = Object.keys(declares);
    const isFitting =
      !declared.some((name) => seen.has(name)) && !needs.some(({ name }) => declared.includes(name));
    if (isFitting) for (const name of [...declared, ...needs.map(({ name }) => name)]) seen.add(name);
    return isFitting;
  });
}
