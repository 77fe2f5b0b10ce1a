import { textWidth } from "../theme/font";

/** As much of an element as measuring needs. */
export interface DrawnElement {
  tagName: string;
  textContent: string | null;
  parentNode: DrawnElement | null;
  childNodes: ArrayLike<DrawnElement>;
  style?: { fontSize?: string; fontWeight?: string };
  getAttribute?(name: string): string | null;
}

/** A rectangle, px. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const ascent = 0.97;
const lineHeight = 1.3;

const nothing: Box = { x: 0, y: 0, width: 0, height: 0 };

/** The rectangle that an SVG element covers in its own coordinates, text measured in the bundled font. */
export function ownBox(element: DrawnElement): Box {
  const tag = element.tagName.toLowerCase();
  if (tag === "text") return textBox(element);
  if (tag === "rect" || tag === "image") return rectBox(element);
  const inside = Array.from(element.childNodes).filter((child) => child.getAttribute);
  return inside.map((child) => placed(ownBox(child), child)).reduce(union, nothing);
}

/** The rectangle that an SVG element covers on the page. */
export function pageBox(element: DrawnElement): Box {
  let box = ownBox(element);
  for (let at: DrawnElement | null = element; at?.getAttribute; at = at.parentNode) box = placed(box, at);
  return box;
}

const step = /(translate|rotate|scale)\(([^)]*)\)/g;

/** A box after an element's `transform`. */
function placed(box: Box, element: DrawnElement): Box {
  const steps = [...(element.getAttribute?.("transform") ?? "").matchAll(step)].reverse();
  if (box === nothing || steps.length === 0) return box;
  const { x, y, width, height } = box;
  let corners = [
    [x, y],
    [x + width, y],
    [x, y + height],
    [x + width, y + height],
  ];
  for (const [, kind, numbers] of steps) {
    const given = numbers.split(/[ ,]+/).map(Number);
    corners = corners.map(([cornerX, cornerY]) => moves[kind](cornerX, cornerY, given));
  }
  const xs = corners.map(([cornerX]) => cornerX);
  const ys = corners.map(([, cornerY]) => cornerY);
  const left = Math.min(...xs);
  const top = Math.min(...ys);
  return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

const moves: Record<string, (x: number, y: number, given: number[]) => [number, number]> = {
  translate: (x, y, [dx, dy = 0]) => [x + dx, y + dy],
  scale: (x, y, [sx, sy = sx]) => [x * sx, y * sy],
  rotate: (x, y, [degrees, aboutX = 0, aboutY = 0]) => {
    const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
    const [dx, dy] = [x - aboutX, y - aboutY];
    return [aboutX + cos * dx - sin * dy, aboutY + sin * dx + cos * dy];
  },
};

function rectBox(element: DrawnElement): Box {
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => number(element, name));
  return { x, y, width, height };
}

function textBox(element: DrawnElement): Box {
  const size = fontSize(element);
  const lines = linesOf(element);
  const width = Math.max(...lines.map((line) => textWidth(line, size, isBold(element))));
  const shift = { middle: width / 2, end: width }[anchorOf(element)] ?? 0;
  const height = size * (1.21 + lineHeight * (lines.length - 1));
  return { x: number(element, "x") - shift, y: number(element, "y") - ascent * size, width, height };
}

function linesOf(element: DrawnElement): string[] {
  const children = Array.from(element.childNodes);
  const lines = children.filter((child) => child.getAttribute?.("class") === "line");
  return (lines.length ? lines : [element]).map((line) => line.textContent ?? "");
}

function fontSize(element: DrawnElement | null): number {
  if (!element?.getAttribute) return 12;
  const own = parseFloat(element.style?.fontSize || element.getAttribute("font-size") || "");
  return own || fontSize(element.parentNode);
}

function isBold(element: DrawnElement): boolean {
  return Number(element.style?.fontWeight) >= 600;
}

function anchorOf(element: DrawnElement): string {
  return element.getAttribute?.("text-anchor") ?? "start";
}

function number(element: DrawnElement, name: string): number {
  return parseFloat(element.getAttribute?.(name) ?? "") || 0;
}

function union(one: Box, other: Box): Box {
  if (other.width === 0) return one;
  if (one.width === 0) return other;
  const x = Math.min(one.x, other.x);
  const y = Math.min(one.y, other.y);
  const right = Math.max(one.x + one.width, other.x + other.width);
  const bottom = Math.max(one.y + one.height, other.y + other.height);
  return { x, y, width: right - x, height: bottom - y };
}
