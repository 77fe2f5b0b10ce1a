import { readFileSync } from "node:fs";

import { escaped } from "../../show/index";
import { grounds } from "../theme/colours";
import { fontFamily } from "../theme/font";
import type { Drawable } from "./drawable";
import { loadVegaLite, scripts } from "./libraries";

const webglTraces = /3d$|gl$|^(surface|mesh3d|cone|streamtube|volume|isosurface|splom|parcoords)$/;

/** A page that shows a figure alive, with its library inside: it needs no network and follows the dark mode. */
export function figurePage(figure: Drawable): string {
  const { script, run } = figure.renderer === "plotly" ? plotlyPart(figure.spec) : vegaPart(figure.spec);
  const alt = escaped(figure.alt);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${alt.slice(0, 80)}</title>
<style>
body { margin: 16px; font-family: ${fontFamily}; color: ${grounds.light.ink}; background: ${grounds.light.background} }
#figure { max-width: 720px }
#figure svg { max-width: 100% }
@media (prefers-color-scheme: dark) {
  body { color: ${grounds.dark.ink}; background: ${grounds.dark.background} }
}
</style>
</head>
<body>
<main id="figure" role="figure" aria-label="${alt}"></main>
<script>${readFileSync(script, "utf8").replaceAll("</script", "<\\/script")}</script>
<script>${run}</script>
</body>
</html>
`;
}

function vegaPart(spec: object): { script: string; run: string } {
  const compiled = json(fitPage(loadVegaLite().compile(spec).spec));
  const run = `new vega.View(vega.parse(${compiled}), {renderer: "svg", container: "#figure", hover: true}).runAsync()`;
  return { script: scripts.vega(), run };
}

/** What of a compiled spec says how wide it is. */
interface Compiled {
  /** Missing where it is Vega's own: padded. */
  autosize?: unknown;
  signals?: { name: string; update?: string }[];
}

/**
 * A notebook's figure leaves room for the notebook; on its own page it may have the page. One that is padded counts its names
 * and axes beside its width, and may be as high as it is wide: it stays as it is.
 */
function fitPage(compiled: Compiled): object {
  const { autosize, signals } = compiled;
  const width = signals?.find(({ name }) => name === "width");
  if (width && autosize !== undefined) width.update = "clamp(windowSize()[0] - 32, 260, 720)";
  return compiled;
}

function plotlyPart(spec: Record<string, unknown>): { script: string; run: string } {
  const traces = spec.data as { type?: string }[];
  const needsAll = traces.some(({ type }) => type && webglTraces.test(type));
  const script = needsAll ? scripts.plotly() : scripts.plotlyCartesian();
  // Not in JupyterLab: there a redraw would give the figure 100 % of the height of an output that has none.
  const figure = { ...spec, config: { ...(spec.config as object), responsive: true } };
  return { script, run: `Plotly.newPlot("figure", ${json(figure)})` };
}

/** JSON that may stand inside a script element. */
function json(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
