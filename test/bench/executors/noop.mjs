/** Does nothing but ask for a parameter. @param {import("tsdescent").tune.Trial} trial */
export default (trial) => trial.suggestFloat("x", 0, 1);
