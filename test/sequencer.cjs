const { readFileSync } = require("node:fs");
const { join, relative, sep } = require("node:path");
const Sequencer = require("@jest/test-sequencer").default;

/** @type {Record<string, number>} How long the longest files take on a machine with two cores, in ms. */
const times = JSON.parse(readFileSync(join(__dirname, "times.json"), "utf8"));

// Any file that is not among the longest.
const short = 1000;

/** The longest files first, so that all workers end together, also where they have never run: there jest goes by size. */
class LongestFirst extends Sequencer {
  time(test) {
    const file = relative(join(__dirname, ".."), test.path).split(sep).join("/");
    return super.time(test) ?? times[file] ?? short;
  }
}

module.exports = LongestFirst;
