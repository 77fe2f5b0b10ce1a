import { textWidth } from "./font";
import { wrapped } from "./wrapped";
import { isRecord } from "../input/named";

/** Room of a view, CSS px. */
interface Room {
  width: number;
  height: number;
  /** Whether the width is all there is, axes included. */
  whole: boolean;
}

/** The width of a figure in a narrow window. */
export const narrowFigure = 260;

const padding = 12;
/** What the numbers and the title of a vertical axis take, at most often. */
export const besidePlot = 76;

type Part = Record<string, unknown>;

/**
 * A spec whose titles are wrapped to their figure's width, a narrow window's where none is asked for, and those of its axes
 * to the axes' lengths.
 */
export function fitted(content: Part): Part {
  const height = typeof content.height === "number" ? content.height : 220;
  return fit(content, { width: widthOf(content), height, whole: true }, true) as Part;
}

/** The px that a line above a spec has. */
export function headingWidth(spec: Part): number {
  return widthOf(spec) - padding;
}

function widthOf({ autosize, width }: Part): number {
  const isPadded = (autosize as Part | undefined)?.type === "pad";
  return Math.max(100, !isPadded && typeof width === "number" ? width : narrowFigure);
}

function fit(part: unknown, room: Room, isOutermost = false): unknown {
  if (Array.isArray(part)) return part.map((one) => fit(one, room));
  if (!isRecord(part)) return part;
  const own = isOutermost ? room : roomOf(part, room);
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => {
      if (name === "data" || name === "datasets") return [name, value];
      if (name === "encoding" && isRecord(value)) return [name, fitEncoding(value, own)];
      if (name === "title") return [name, fitTitle(value, own.width - (own.whole ? padding : 0))];
      return [name, fit(value, own)];
    }),
  );
}

/** A panel of a figure has a width of its own. */
function roomOf(part: Part, room: Room): Room {
  const isView = "layer" in part || "encoding" in part;
  const { width, height } = part;
  if (!isView) return room;
  return {
    width: typeof width === "number" ? width : room.width,
    height: typeof height === "number" ? height : room.height,
    whole: room.whole && typeof width !== "number",
  };
}

/** A title stays one line where it fits; its notes begin lines of their own. */
function fitTitle(title: unknown, width: number): unknown {
  if (typeof title === "string") return lineOrLines(title, width, { size: 15, bold: true });
  if (!isRecord(title)) return title;
  const { text, subtitle, fontSize = 15, fontWeight = 600 } = title;
  const cut = { size: Number(fontSize), bold: Number(fontWeight) >= 600 };
  return {
    ...title,
    text: Array.isArray(text)
      ? text.flatMap((line) => wrapped(String(line), width, cut))
      : typeof text === "string"
        ? lineOrLines(text, width, cut)
        : text,
    ...(Array.isArray(subtitle) && { subtitle: subtitle.flatMap((line) => wrapped(String(line), width)) }),
  };
}

function lineOrLines(text: string, width: number, cut: { size: number; bold: boolean }): string | string[] {
  const lines = wrapped(oneLine(text), width, cut);
  return lines.length > 1 ? lines : lines[0];
}

function fitEncoding(encoding: Part, room: Room): Part {
  return Object.fromEntries(
    Object.entries(encoding).map(([name, channel]) => {
      const told = oneLineTitles(channel);
      const along = { x: room.width - (room.whole ? besidePlot + padding : 0), y: room.height }[name];
      return [name, along === undefined ? told : fitAxis(told, along)];
    }),
  );
}

/** The axis's own title has several lines; the channel's, which the pointer reads off, has one. */
function fitAxis(channel: unknown, along: number): unknown {
  if (!isRecord(channel) || typeof channel.title !== "string" || channel.axis === null) return channel;
  if (textWidth(channel.title, 12) <= along) return channel;
  return { ...channel, axis: { ...(channel.axis as Part), title: wrapped(channel.title, along) } };
}

/**
 * Names of axes and of what the pointer reads off on one line each: Vega-Lite writes them into expressions, in which it
 * leaves a line break as it is.
 */
function oneLineTitles(part: unknown, key = ""): unknown {
  if (typeof part === "string") return key === "title" ? oneLine(part) : part;
  if (Array.isArray(part)) return part.map((one) => oneLineTitles(one));
  if (!isRecord(part)) return part;
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, oneLineTitles(value, name)]));
}

function oneLine(text: string): string {
  return text.replace(/\s*[\n\r\u2028\u2029]\s*/g, " ");
}
