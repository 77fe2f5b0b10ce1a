// svgToPdf.cjs FROM TO: what `nbconvert --to latex` calls where it would want Inkscape
const fs = require("node:fs");
const path = require("node:path");

// Built by set-up; types are checked before it is there.
const built = path.join(__dirname, "../../../dist/src/plot/render/svgPdf.js");
const { svgPdf } = require(built);

const [from, to] = process.argv.slice(2);
fs.writeFileSync(to, svgPdf(fs.readFileSync(from, "utf8")));
