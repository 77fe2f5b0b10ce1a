import { isRecord } from "../input/named";
import { headingWidth } from "./fitted";
import { notedLayout } from "./plotlyTheme";
import { noteTitle } from "./vegaTheme";
import { wrapped } from "./wrapped";

type Part = Record<string, unknown>;

/** A spec of Vega-Lite or Plotly with one more note below its title, in each of its frames. */
export function noted(spec: Part, note: string): Part {
  return Array.isArray(spec.data) ? notedPlotly(spec, note) : notedVega(spec, note);
}

function notedVega(spec: Part, note: string): Part {
  const lines = wrapped(note, headingWidth(spec));
  const { title } = spec;
  if (!isRecord(title)) return { ...spec, title: { text: lines, ...noteTitle } };
  const part = title.fontSize === noteTitle.fontSize ? "text" : "subtitle";
  return { ...spec, title: { ...title, [part]: [title[part] ?? [], lines].flat() } };
}

function notedPlotly({ layout, frames, ...spec }: Part, note: string): Part {
  const told = (frame: Part) =>
    isRecord(frame.layout) && isRecord(frame.layout.title)
      ? { ...frame, layout: notedLayout(frame.layout, note) }
      : frame;
  return {
    ...spec,
    layout: notedLayout(layout as Part, note),
    ...(Array.isArray(frames) && { frames: (frames as Part[]).map(told) }),
  };
}
