/** Computes for a while. @param {import("tsdescent").tune.Trial} trial */
export default (trial) => {
  let sum = trial.suggestFloat("x", 0, 1);
  for (let step = 0; step < 2e6; step++) sum += Math.sqrt(step * sum) % 1;
  return sum;
};
