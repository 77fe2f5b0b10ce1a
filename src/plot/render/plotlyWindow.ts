import { readFileSync } from "node:fs";
import { compileFunction } from "node:vm";

import { scripts } from "./libraries";
import { ownBox, pageBox, type Box, type DrawnElement } from "./textBox";

/** As much of Plotly as drawing needs. */
export interface Plotly {
  newPlot(element: object, figure: object): Promise<object>;
  purge(element: object): void;
  Snapshot: { toSVG(graph: object, format: string): string };
}

/** Plotly with the document that it draws in. */
export interface PlotlyWindow {
  plotly: Plotly;
  document: { body: Page; createElement(tag: string): Page };
}

interface Page {
  appendChild(child: Page): Page;
  remove(): void;
}

let opened: Promise<PlotlyWindow> | undefined;

/**
 * Plotly in a document without a browser.
 *
 * linkedom is enough for its SVG traces, and with the cartesian part a first figure takes .8 s, later ones .1 s;
 * in jsdom 2.5 and .4 s. Traces on WebGL or canvas (3-D, heat maps) cannot be drawn here.
 */
export function openPlotly(): Promise<PlotlyWindow> {
  return (opened ??= open());
}

async function open(): Promise<PlotlyWindow> {
  // Its build in one file loads in .1 s, the other in .25 s.
  const { parseHTML } = (await import("linkedom/worker")) as typeof import("linkedom");
  const { document, DOMParser, HTMLElement, SVGElement, Element } = parseHTML(
    "<!doctype html><html><head></head><body></body></html>",
  );
  Object.assign(Element.prototype, measures);
  // In capitals, as linkedom has it for SVG too, Plotly takes no text for one and leaves its lines where they are.
  Object.defineProperty(SVGElement.prototype, "nodeName", {
    get(this: { localName: string }) {
      return this.localName;
    },
  });
  const window: Record<string, unknown> = {
    document,
    navigator: { userAgent: "node", platform: "" },
    location: { href: "about:blank", protocol: "about:", pathname: "" },
    getComputedStyle: (element: DrawnElement) => element.style ?? {},
    requestAnimationFrame: (draw: () => void) => setTimeout(draw, 0),
    cancelAnimationFrame: clearTimeout,
    addEventListener() {},
    removeEventListener() {},
    matchMedia: () => ({ matches: false }),
    XMLSerializer: class {
      serializeToString = String;
    },
    Math: Object.create(Math, { random: { value: ownRandom() } }),
    ...{ DOMParser, HTMLElement, SVGElement, Element, setTimeout, clearTimeout, URL, performance },
  };
  window.window = window.self = window;
  return { plotly: runPlotly(window), document };
}

/** Plotly names its parts at random; taken from `Math.random`, that would shift the seeded numbers of a training. */
function ownRandom(): () => number {
  let state = 1;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

function runPlotly(window: Record<string, unknown>): Plotly {
  const file = scripts.plotlyCartesian();
  const names = ["module", ...Object.keys(window)];
  const module = { exports: {} };
  const source = readFileSync(file, "utf8");
  compileFunction(source, names, { filename: file }).call(window, module, ...Object.values(window));
  return module.exports as Plotly;
}

const measures = {
  getBBox(this: DrawnElement): Box {
    return ownBox(this);
  },
  getComputedTextLength(this: DrawnElement): number {
    return ownBox(this).width;
  },
  getBoundingClientRect(this: DrawnElement) {
    const { x, y, width, height } = pageBox(this);
    return { x, y, width, height, left: x, top: y, right: x + width, bottom: y + height };
  },
};
