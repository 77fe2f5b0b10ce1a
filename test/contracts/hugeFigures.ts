import { displaySymbol, type DisplayData } from "../../src/show/index";
import { examples } from "./figures.examples";

/** A figure of a million values, as far as the contract looks at it. */
export interface DrawnHuge {
  alt: string;
  specLength: number;
  /** Of all that a notebook keeps of it. */
  bundleLength: number;
  svgLength: number;
  /** Whether the picture itself says what it leaves out. */
  noticed: boolean;
}

// A child process: draws a million values with each of FIGURES. Within jest every use of a global such as Math is looked up in
// another realm, which makes a second of ten milliseconds.
async function drawAll(): Promise<Record<string, DrawnHuge>> {
  const drawn: Record<string, DrawnHuge> = {};
  for (const name of process.env.FIGURES!.split("\n")) {
    const { huge, notice } = examples[name];
    const figure = huge();
    const spec = JSON.stringify(figure.spec);
    const noticed = !notice || notice.test(spec.replace(/","|<\/span><br><span[^>]*>/g, " "));
    const { data } = (await figure[displaySymbol]()) as DisplayData;
    const svgLength = (await figure.svg()).length;
    const bundleLength = JSON.stringify(data).length;
    drawn[name] = { alt: figure.alt, specLength: spec.length, bundleLength, svgLength, noticed };
  }
  return drawn;
}

void drawAll().then((drawn) => process.stdout.write(JSON.stringify(drawn)));
