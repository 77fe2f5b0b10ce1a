/**
 * How long the compiler's process may take for an answer: 90 s, far longer than on the slowest machine; the environment
 * variable TSDESCENT_COMPILER_SECONDS overrules it.
 */
export const answerMs = 1000 * (Number(process.env.TSDESCENT_COMPILER_SECONDS) || 90);
