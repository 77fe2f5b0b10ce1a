const fc = require("fast-check");

// Under CI the property tests draw the same examples every time; everywhere else they go on searching.
if (process.env.CI) fc.configureGlobal({ seed: 20260101 });
