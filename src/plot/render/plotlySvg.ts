import { sliderRoom } from "../theme/animation";
import { openPlotly } from "./plotlyWindow";

/** Draws Plotly's `{data, layout}` as SVG, without a browser. */
export async function plotlySvg(spec: Record<string, unknown>): Promise<string> {
  const { plotly, document } = await openPlotly();
  const graph = document.body.appendChild(document.createElement("div"));
  try {
    const { data, layout } = structuredClone(spec) as { data: object[]; layout: Parameters<typeof still>[0] };
    await plotly.newPlot(graph, { data, layout: still(layout), config: { staticPlot: true } });
    return clean(plotly.Snapshot.toSVG(graph, "svg"));
  } finally {
    plotly.purge(graph);
    graph.remove();
  }
}

/** A still picture has no use for a slider and buttons, nor for the room they take. */
function still(layout: { sliders?: unknown; updatemenus?: unknown; width?: number; height: number }): object {
  const { sliders, updatemenus: _menus, width = 560, height, ...rest } = layout;
  return { ...rest, width, height: sliders ? height - sliderRoom : height };
}

/** Takes out what Plotly hides from browsers' serialisers, and declarations without a value, at which resvg stops. */
function clean(svg: string): string {
  return svg.replace(/(?:&quot;)?TOBESTRIPPED(?:&quot;)?/g, "'").replace(/[a-z-]+:;/g, "");
}
