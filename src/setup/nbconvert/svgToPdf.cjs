// svgToPdf.cjs FROM TO: what `nbconvert --to latex` calls where it would want Inkscape
const fs = require("node:fs");
const { svgPdf } = require("../../../dist/src/plot/render/svgPdf.js");

const [from, to] = process.argv.slice(2);
fs.writeFileSync(to, svgPdf(fs.readFileSync(from, "utf8")));
