import { writeFileSync } from "node:fs";

import type { Figure } from "../../src/plot/index";
import { loadVegaLite } from "../../src/plot/render/libraries";
import { crowded } from "../contracts/crowded/all";
import { examples } from "../contracts/figures.examples";

/** A figure as a page may draw it: alive, and as its still on white and on black. */
export interface DrawnTexts {
  figure: string;
  example: "ordinary" | "crowded";
  renderer: Figure["renderer"];
  /** A Vega spec or Plotly's; none where Plotly draws by WebGL, and only the still has texts. */
  spec?: object;
  stills: { light: string; dark: string };
  /** Whether its width is that of its parts, whatever the window's is. */
  natural: boolean;
}

const quiet = { warn() {}, info() {}, debug() {}, error: console.error, level: () => quiet };

async function drawn(figure: string, example: DrawnTexts["example"], made: Figure): Promise<DrawnTexts> {
  const { renderer, spec, still } = made;
  const { autosize, layout } = spec as { autosize?: { type: string }; layout?: { width?: number } };
  const alive = renderer === "plotly" ? spec : loadVegaLite().compile(spec, { logger: quiet }).spec;
  return {
    ...{ figure, example, renderer, ...(!still && { spec: alive }) },
    stills: { light: await made.svg(), dark: await made.svg({ theme: "dark" }) },
    natural: autosize?.type === "pad" || layout?.width !== undefined,
  };
}

// A child process: writes to the file TEXTS, as JSON, the ordinary and the crowded example of each of FIGURES.
async function drawAll(): Promise<DrawnTexts[]> {
  const all: DrawnTexts[] = [];
  for (const name of process.env.FIGURES!.split("\n")) {
    all.push(await drawn(name, "ordinary", examples[name].ordinary()));
    all.push(await drawn(name, "crowded", crowded[name]()));
  }
  return all;
}

void drawAll().then((all) => writeFileSync(process.env.TEXTS!, JSON.stringify(all)));
