// Loads the XGBoost library that the argument names and prints its version: a library that lacks one of its own fails here.
const koffi = require("koffi");

const library = koffi.load(process.argv[2]);
const version = library.func("void XGBoostVersion(_Out_ int* major, _Out_ int* minor, _Out_ int* patch)");
const parts = [[0], [0], [0]];
version(...parts);
console.log(JSON.stringify({ version: parts.flat().join(".") }));
