const { TestEnvironment } = require("jest-environment-node");

// Jest gives each test file its own globals; TensorFlow.js asks `instanceof Float32Array`, which must mean Node's own.
const shared = [
  "Float32Array",
  "Float64Array",
  "Int32Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Uint16Array",
  "Uint32Array",
  "Int8Array",
  "Int16Array",
  "BigInt64Array",
  "BigUint64Array",
  "ArrayBuffer",
  "Array",
  "Object",
  "Error",
  "TypeError",
  "RangeError",
];

class NodeGlobalsEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    for (const name of shared) this.global[name] = globalThis[name];
  }
}

module.exports = NodeGlobalsEnvironment;
