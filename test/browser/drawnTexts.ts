import { writeFileSync } from "node:fs";
import { crowded } from "../contracts/crowded/all";
import { examples } from "../contracts/figures.examples";
import { grounds } from "../../src/plot/theme/colours";
import { loadVegaLite } from "../../src/plot/render/libraries";

/** A figure as a page may draw it: alive, and as its still. */
export interface DrawnText {
  name: string;
  renderer: "vega-lite" | "plotly";
  /** A Vega spec or Plotly's; none where only the still is SVG. */
  spec?: object;
  still: string;
}

// A child process: writes to the file FIGURES each figure's ordinary and crowded example.
async function draw(): Promise<DrawnText[]> {
  const drawn: DrawnText[] = [];
  for (const [name, { ordinary }] of Object.entries(examples))
    for (const [kind, make] of [
      ["", ordinary],
      [" crowded", crowded[name]],
    ] as const) {
      const figure = make();
      const alive = figure.renderer === "plotly" ? figure.spec : loadVegaLite().compile(figure.spec).spec;
      drawn.push({
        ...{ name: name + kind, renderer: figure.renderer, still: await figure.svg() },
        ...(!figure.still && { spec: alive }),
      });
    }
  return drawn;
}

void grounds;
void draw().then((drawn) => writeFileSync(process.env.FIGURES!, JSON.stringify(drawn)));
