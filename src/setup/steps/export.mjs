import path from "node:path";
import { inRoot, places } from "../system/places.mjs";
import { readJson, writeWhole } from "../system/writeWhole.mjs";

/** Read by nbconvert, and by Jupyter's server, which exports for JupyterLab. */
const file = path.join(places.venv, "etc", "jupyter", "jupyter_config.json");

/**
 * What notebooks are exported by: figures go into LaTeX and PDF without Inkscape, pictures in pages have their words,
 * and slides that are longer than the screen can be scrolled.
 *
 * @type {import("./steps.mjs").Step}
 */
export const exporting = {
  title: "Export",
  isDone: async () => JSON.stringify(readJson(file)) === JSON.stringify(settings()),
  async run() {
    writeWhole(file, `${JSON.stringify(settings(), null, 2)}\n`);
    return "to HTML, slides, LaTeX and PDF, figures included";
  },
};

/** What nbconvert is told. */
export function settings() {
  const ours = inRoot("src", "setup", "nbconvert");
  const command = [process.execPath, path.join(ours, "svgToPdf.cjs"), "{from_filename}", "{to_filename}"];
  return {
    // Beside nbconvert's own first place, the folder in which it runs.
    TemplateExporter: { extra_template_basedirs: [".", ours], extra_template_paths: [ours] },
    SVG2PDFPreprocessor: { command },
    SlidesExporter: { reveal_scroll: true },
  };
}
