/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "<rootDir>/test/environment.cjs",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  transform: {
    "\\.ts$": [
      "@swc/jest",
      {
        jsc: { parser: { syntax: "typescript" }, target: "es2022" },
        module: { type: "commonjs", ignoreDynamic: true },
        sourceMaps: "inline",
      },
    ],
  },
  testSequencer: "<rootDir>/test/sequencer.cjs",
  setupFiles: ["<rootDir>/test/sameSeedInCi.cjs"],
  testTimeout: 60_000,
  maxWorkers: 2,
};
