const said = new Set<string>();

/** Prints that a fit stopped before its tolerance, once in a process for each estimator. @internal */
export function sayNotConverged(name: string, maxIter: number): void {
  if (said.has(name)) return;
  said.add(name);
  console.warn(
    `${name}.fit: stopped after maxIter ${maxIter} before it converged; scale the features, or raise maxIter or tol`,
  );
}
