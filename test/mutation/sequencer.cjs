const { default: Sequencer } = require("@jest/test-sequencer");

const plan = globalThis[Symbol.for("mutation.plan")];

/** Runs test files in the order of the plan, which has those that cost least before the others. */
class MutationSequencer extends Sequencer {
  sort(tests) {
    const order = Object.keys(plan.only ?? {});
    return [...tests].sort((a, b) => order.indexOf(a.path) - order.indexOf(b.path));
  }
}

module.exports = MutationSequencer;
