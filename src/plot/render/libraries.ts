import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compileFunction } from "node:vm";

import { textWidth } from "../theme/font";

interface VegaView {
  toSVG(scale?: number): Promise<string>;
  finalize(): void;
}

interface VegaModule {
  parse(spec: object): object;
  View: new (runtime: object, options: object) => VegaView;
  textMetrics: { width: (item: VegaText, text: string) => number };
}

interface VegaText {
  fontSize?: number;
  fontWeight?: number | string;
}

interface VegaLiteModule {
  compile(spec: object, options?: object): { spec: { signals?: { name: string; update?: string }[] } };
}

/** The drawing libraries' browser builds: what a saved page carries, and what Node runs. */
export const scripts = {
  vega: () => join(dirname(require.resolve("vega")), "vega.min.js"),
  vegaLite: () => join(dirname(require.resolve("vega-lite")), "vega-lite.min.js"),
  plotly: () => require.resolve("plotly.js-dist-min"),
  plotlyCartesian: () => require.resolve("plotly.js-cartesian-dist-min"),
};

let vega: VegaModule | undefined;
let vegaLite: VegaLiteModule | undefined;

/**
 * Vega, measuring text in the bundled font.
 *
 * Its browser build loads in 70 ms; `import("vega")` takes 400, for a hundred small modules.
 */
export function loadVega(): VegaModule {
  if (vega) return vega;
  vega = load(scripts.vega(), {}) as VegaModule;
  vega.textMetrics.width = ({ fontSize = 11, fontWeight }, text) =>
    textWidth(String(text ?? ""), fontSize, Number(fontWeight) >= 600 || fontWeight === "bold");
  return vega;
}

/** The compiler from Vega-Lite to Vega. */
export function loadVegaLite(): VegaLiteModule {
  return (vegaLite ??= load(scripts.vegaLite(), { vega: loadVega() }) as VegaLiteModule);
}

function load(file: string, packages: Record<string, unknown>): unknown {
  const exports = {};
  const source = readFileSync(file, "utf8");
  const module = compileFunction(source, ["exports", "module", "require"], { filename: file });
  module(exports, { exports }, (name: string) => packages[name]);
  return exports;
}
