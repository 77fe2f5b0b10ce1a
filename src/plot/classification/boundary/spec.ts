import type { Points } from "../../input/points";
import { drawnOf } from "../../input/thin";
import { plural, short } from "../../input/words";
import { slider, sliderRoom } from "../../theme/animation";
import { plotlyAxis, plotlyConfig, plotlyHeading, plotlyLayout, type Heading } from "../../theme/plotlyTheme";
import { repeatNotice } from "../../theme/colours";
import { isOneScale, scaleOf } from "../../theme/oneScale";
import type { Grid } from "./grid";
import type { DrawnStep, JudgedStep } from "./steps";
import { marginNotice, marginTrace, type MarginLines } from "./margin";
import { pointTraces, regionTraces, ringTrace } from "./traces";

interface SpecOptions {
  title?: string;
  xLabel?: string;
  yLabel?: string;
  equalScale?: boolean;
  stepName?: string;
  frameMs?: number;
  maxPoints?: number;
  width?: number;
  height?: number;
}

interface Boundary {
  cloud: Points;
  grid: Grid;
  /** Rows whose features are finite, and those of them on which the steps are judged. */
  finite: number[];
  judged: number[];
  drawn: DrawnStep[];
  /** One a step; none where none are asked for. */
  margins?: MarginLines[];
}

/** Plotly's spec of a decision boundary: regions, points and a ring, with a frame for each step. */
export function boundarySpec(boundary: Boundary, options: SpecOptions): Record<string, unknown> {
  const { cloud, grid, finite, drawn, margins } = boundary;
  const several = drawn.length > 1;
  const kept = drawnOf(finite, options.maxPoints!, [cloud.x, cloud.y]);
  const dots = pointTraces(cloud, kept, new Set(drawn.flatMap(({ step }) => [...new Set(step.regions)])));
  const moving = drawn.map(({ regions, step }, at) => ({
    regions: regionTraces(grid, regions),
    above: [ringTrace(cloud, step.highlight), ...(margins ? [marginTrace(margins[at])] : [])],
    note: [...notes(boundary, step, options.maxPoints!), margins && marginNotice(margins[at])]
      .filter(Boolean)
      .join(", "),
  }));
  const last = moving.at(-1)!;
  return {
    data: [...last.regions, ...dots, ...last.above],
    layout: layoutOf(boundary, { note: last.note, traces: dots }, options),
    config: plotlyConfig,
    ...(several && { frames: moving.map((step, at) => frame(step, at, dots.length, options.title)) }),
  };
}

function layoutOf(
  { cloud, grid, drawn }: Boundary,
  told: Pick<Heading, "note" | "traces">,
  options: SpecOptions,
): object {
  const several = drawn.length > 1;
  const labels = drawn.map(({ step }) => step.label);
  const [own, other] = scaleOf(isOneScale(options.equalScale, grid.across, grid.up));
  const heading = {
    ...{ title: options.title, ...told },
    height: options.height! + (several ? sliderRoom : 0),
  };
  return plotlyLayout(heading, {
    ...(options.width && { width: options.width }),
    xaxis: plotlyAxis(options.xLabel ?? cloud.axes[0], {
      range: [grid.across[0], grid.across.at(-1)],
      ...own,
    }),
    yaxis: plotlyAxis(options.yLabel ?? cloud.axes[1], { range: [grid.up[0], grid.up.at(-1)], ...other }),
    ...(several && slider(labels, `${options.stepName} `, options.frameMs!)),
  });
}

interface Moving {
  regions: object[];
  /** Above the points. */
  above: object[];
  note: string;
}

function frame({ regions, above, note }: Moving, at: number, dots: number, title = ""): object {
  return {
    name: String(at),
    data: [...regions, ...above].map(changing),
    traces: [...regions.keys(), ...above.map((_, index) => regions.length + dots + index)],
    layout: plotlyHeading(title, note),
  };
}

/** What a step changes of a trace. */
function changing(trace: object): object {
  const { x, y, z } = trace as { x?: unknown; y?: unknown; z?: unknown };
  return z ? { z } : { x, y };
}

/** What a step's figure says of itself: how many points are right, and what is left out. */
export function notes(
  { cloud, finite, judged }: Pick<Boundary, "cloud" | "finite" | "judged">,
  { right }: Pick<JudgedStep, "right">,
  maxPoints: number,
): string[] {
  const all = cloud.x.length;
  const drawn = Math.min(finite.length, maxPoints);
  return [
    right === undefined ? "" : `${short(right)} of ${plural(judged.length, "point")} right`,
    drawn < finite.length ? `${plural(all, "point")}, ${short(drawn)} of them drawn` : "",
    repeatNotice(cloud.classes?.names.length ?? 0, "marks and depths tell classes apart") || "",
  ].filter(Boolean);
}
