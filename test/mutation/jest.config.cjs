const { tmpdir } = require("node:os");
const { join } = require("node:path");
const ours = require("../../jest.config.cjs");

/** @type {import("jest").Config} */
module.exports = {
  ...ours,
  rootDir: join(__dirname, "../.."),
  testEnvironment: "<rootDir>/test/mutation/environment.cjs",
  testSequencer: "<rootDir>/test/mutation/sequencer.cjs",
  cacheDirectory: join(tmpdir(), "tsdescent-mutation-cache"),
  reporters: [],
};
