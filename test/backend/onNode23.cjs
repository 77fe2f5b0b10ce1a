// Stands for Node 23 and later, whose util lacks two functions that tfjs-node 4.22 calls.
const util = require("node:util");
Object.assign(util, { isNullOrUndefined: undefined, isArray: undefined });
