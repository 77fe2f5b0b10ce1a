import { ink, midInk } from "./colours";
import { narrowFigure } from "./fitted";
import { textWidth } from "./font";
import { inked } from "./plotlyTheme";
import { shortened } from "./wrapped";

/** Room that the slider and its buttons take below a figure, CSS px; a still picture has none. */
export const sliderRoom = 92;

/** What its buttons take beside it. */
const besideSlider = 96;
/** What there is for the words above the slider in a narrow window. */
const wordRoom = narrowFigure - besideSlider - 36;

/** The slider and the play button of a figure with frames; the last frame is the one shown first. */
export function slider(
  labels: string[],
  prefix: string,
  frameMs: number,
): { sliders: object[]; updatemenus: object[] } {
  const move = { mode: "immediate", frame: { duration: frameMs, redraw: true }, transition: { duration: 0 } };
  const stop = { mode: "immediate", frame: { duration: 0, redraw: false }, transition: { duration: 0 } };
  const name = shortened(prefix.trim(), wordRoom / 2);
  const labelRoom = wordRoom - textWidth(`${name} `, 12);
  const steps = labels.map((label, at) => ({
    label: shortened(label, labelRoom),
    method: "animate",
    args: [[String(at)], { ...move, frame: { duration: 0, redraw: true } }],
  }));
  const button = (label: string, args: unknown[]) => ({ label, method: "animate", args });
  return {
    sliders: [
      {
        steps,
        active: labels.length - 1,
        x: 0,
        y: 0,
        len: 1,
        pad: { t: 62, l: besideSlider, b: 4 },
        currentvalue: {
          prefix: inked(`${name} `),
          xanchor: "left",
          font: { size: 12, color: midInk },
          offset: 6,
        },
        font: { size: 1, color: "rgba(0,0,0,0)" },
        ticklen: 0,
        minorticklen: 0,
        bgcolor: "rgba(128,128,128,0.35)",
        activebgcolor: midInk,
        bordercolor: "rgba(128,128,128,0.6)",
        borderwidth: 1,
      },
    ],
    updatemenus: [
      {
        type: "buttons",
        direction: "left",
        showactive: false,
        x: 0,
        y: 0,
        xanchor: "left",
        yanchor: "top",
        pad: { t: 74 },
        font: { size: 13, color: midInk },
        bgcolor: "rgba(128,128,128,0.12)",
        bordercolor: "rgba(128,128,128,0.6)",
        buttons: [
          button(mark("▶"), [null, { ...move, fromcurrent: false }]),
          button(mark("❚❚"), [[null], stop]),
        ],
      },
    ],
  };
}

function mark(text: string): string {
  return `<span style="color:${ink}">${text}</span>`;
}
