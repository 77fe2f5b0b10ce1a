import { OURS, pairedRounds } from "../rounds.mjs";

const displaySymbol = Symbol.for("Jupyter.display");

/**
 * A fit without a live figure and with one, which is shown as in a notebook, up to the JSON of its messages. Its way of
 * running is set: one that is still chosen, with XLA compiling beside it, varies by more than a figure costs.
 *
 * @param {any} library
 * @param {number} rounds
 * @param {(line: string) => void} say
 */
export async function liveRounds({ callbacks, data, nn, train, useBackend }, rounds, say) {
  await useBackend();
  const digits = data.digits();
  const model = nn.mlp({ inputs: 64, hidden: [64, 64], outputs: 10 });
  /** @param {object[]} watching */
  const fitMs = async (watching) => {
    const began = performance.now();
    await train.fit(model, digits, { epochs: 400, compile: "xla", callbacks: watching });
    return performance.now() - began;
  };
  const contestants = [
    { system: OURS, run: () => fitMs([]) },
    { system: "with liveFigure", run: () => inNotebook(() => fitMs([callbacks.liveFigure()])) },
  ];
  for (const { run } of contestants) await run();
  return pairedRounds({ area: "figures", workload: "live, a fit of 400 epochs", rounds, contestants, say });
}

/** @param {() => Promise<number>} run */
async function inNotebook(run) {
  const global = /** @type {Record<symbol, unknown>} */ (globalThis);
  global[displaySymbol] = async (/** @type {any} */ shown) => JSON.stringify(await shown[displaySymbol]());
  try {
    return await run();
  } finally {
    delete global[displaySymbol];
  }
}
