import { loadVega, loadVegaLite } from "./libraries";

/** Draws a Vega-Lite spec as SVG. Of a copy, as Vega writes numbers of its own into the rows. */
export async function vegaSvg(spec: object): Promise<string> {
  const vega = loadVega();
  const quiet = { warn: ignore, info: ignore, debug: ignore, error: console.error, level: ignore };
  const compiled = loadVegaLite().compile(structuredClone(spec), { logger: quiet }).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: "none", logLevel: 1 });
  try {
    return renumbered(await view.toSVG());
  } finally {
    view.finalize();
  }
}

/** Vega counts clip paths over the life of a process; from 1 again, the same figure is the same file. */
function renumbered(svg: string): string {
  const numbers = new Map<string, number>();
  return svg.replace(/(id="|url\(#)(clip|gradient_|pattern_)(\d+)/g, (_, before, kind, id) => {
    if (!numbers.has(kind + id)) numbers.set(kind + id, numbers.size + 1);
    return `${before}${kind}${numbers.get(kind + id)}`;
  });
}

function ignore(): void {}
