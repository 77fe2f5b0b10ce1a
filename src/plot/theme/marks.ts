import { ink } from "./colours";

/** The encoding of a band from `low` to `high`. */
export function bandBetween({ x, y }: { x: object; y: object }): object {
  return { x: unstacked(x), y: unstacked({ ...y, field: "low" }), y2: { field: "high" } };
}

/** Vega-Lite 5.6, which JupyterLab has, stacks areas along x where y is logarithmic. */
function unstacked(axis: object): object {
  return { ...axis, stack: null };
}

/** Dashed lines across the figure, at the rows' `x` or `y`, whichever axis is given. */
export function dashedRule(axes: { x?: object; y?: object }, values: object[], more: object = {}): object {
  return {
    data: { values },
    mark: { type: "rule", color: ink, strokeDash: [4, 3], strokeWidth: 1.2, opacity: 0.7, ...more },
    encoding: axes,
  };
}

/** A dashed line through the rows. */
export function dashedLine(axes: { x: object; y: object }, values: object[], more: object = {}): object {
  return {
    data: { values },
    mark: {
      type: "line",
      color: ink,
      strokeDash: [4, 3],
      strokeWidth: 1.2,
      opacity: 0.7,
      clip: true,
      ...more,
    },
    encoding: axes,
  };
}

/** Words at the rows' places. */
export function words(axes: { x: object; y: object }, values: object[], more: object = {}): object {
  return {
    data: { values },
    mark: { type: "text", align: "left", dx: 6, dy: -6, ...more },
    encoding: { ...axes, text: { field: "text" } },
  };
}
