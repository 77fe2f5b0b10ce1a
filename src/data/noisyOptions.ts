/** What the generators of points with noise have in common. */
export interface NoisyOptions {
  /** The number of rows, of all classes together. Default 200. */
  count?: number;
  /** The standard deviation of what is added to every feature. Default 0.1, for spirals 0.03. */
  noise?: number;
  /** A whole number; by default the seed of `setSeed`. */
  seed?: number;
}

/** The defaults of {@link NoisyOptions}. @internal */
export const noisyDefaults = { count: 200, noise: 0.1, seed: undefined as number | undefined };
