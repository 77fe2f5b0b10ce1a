import { sumOf } from "../../../math/index";
import { grounds } from "../../theme/colours";
import { fontFamily } from "../../theme/font";
import { range } from "../../input/words";
import { escaped } from "../../../show/index";
import { wrapped } from "../../theme/wrapped";
import type { Landscape } from "./landscape";

/** A landscape to be drawn as a still. */
export interface StillSurface {
  land: Landscape;
  /** Below it. */
  name?: string;
  /** Ways over it: x, y, z, and their looks. */
  paths?: { x: number[]; y: number[]; z: number[]; colour: string; svgDash?: string }[];
}

/** The picture that a still is. */
export interface StillOptions {
  title?: string;
  note?: string;
  xLabel: string;
  yLabel: string;
  /** The size of one surface, px. */
  size: number;
  /** Surfaces in a row. */
  columns: number;
}

const [azimuth, elevation] = [-0.6, 0.55];
const low = [219, 230, 255];
const high = [28, 73, 176];

/** Surfaces as SVG, painted from the back to the front: what a picture has in the place of Plotly's WebGL. */
export function surfacesSvg(surfaces: StillSurface[], options: StillOptions): string {
  const { size, columns } = options;
  const rows = Math.ceil(surfaces.length / columns);
  const width = Math.min(columns, surfaces.length) * size;
  const { words, top } = headOf(options, width - 12);
  const height = top + rows * (0.82 * size + 24);
  const parts = surfaces.map((one, at) => {
    const [left, down] = [(at % columns) * size, top + Math.floor(at / columns) * (0.82 * size + 24)];
    return `<g transform="translate(${left},${down})">${surfaceGroup(one, options)}</g>`;
  });
  const open = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${Math.round(height)}" viewBox="0 0 ${width} ${Math.round(height)}" font-family="${fontFamily.replaceAll('"', "'")}" font-size="12" fill="currentColor">`;
  return `${open}${words}${parts.join("")}</svg>`;
}

/** The title and the note, in lines of so many px, and where what is below them begins. */
function headOf({ title, note }: StillOptions, width: number): { words: string; top: number } {
  const titles = title ? wrapped(title, width, { size: 15, bold: true }) : [];
  const notes = note ? wrapped(note, width) : [];
  const below = 20 * titles.length;
  const words = [
    ...titles.map(
      (line, at) =>
        `<text x="6" y="${20 + 20 * at}" font-size="15" font-weight="600">${escaped(line)}</text>`,
    ),
    ...notes.map(
      (line, at) => `<text x="6" y="${below + (title ? 22 : 18) + 16 * at}">${escaped(line)}</text>`,
    ),
  ];
  return { words: words.join(""), top: (title ? below + 6 : 0) + (note ? 16 * notes.length + 4 : 0) + 6 };
}

type Project = (x: number, y: number, z: number) => [number, number, number];

function surfaceGroup(
  { land, name = "", paths = [] }: StillSurface,
  { size, xLabel, yLabel }: StillOptions,
): string {
  const [bottom, peak] = range(land.z.flat());
  const project = projection(land, [bottom, peak], size);
  const share = (z: number) => (z - bottom) / (peak - bottom || 1);
  const [west, east, south, north] = [land.across[0], land.across.at(-1)!, land.up[0], land.up.at(-1)!];
  const label = (x: number, y: number, words: string) => {
    const [px, py] = project(x, y, bottom);
    return `<text x="${px.toFixed(1)}" y="${(py + 18).toFixed(1)}" text-anchor="middle">${escaped(words)}</text>`;
  };
  return [
    ...quads(land, project, share, size > 300 ? 41 : 25),
    ...paths.map((path) => wayOver(path, project)),
    label((west + east) / 2, south, xLabel),
    label(east, (south + north) / 2, yLabel),
    `<text x="${size / 2}" y="${0.82 * size + 14}" text-anchor="middle">${escaped(name)}</text>`,
  ].join("");
}

/** To a place on the picture and a depth, from the plane's corner nearest to the reader. */
function projection({ across, up }: Landscape, [bottom, peak]: [number, number], size: number): Project {
  const unit = (value: number, from: number, to: number) => (value - from) / (to - from || 1) - 0.5;
  const [sinA, cosA, sinE, cosE] = [
    Math.sin(azimuth),
    Math.cos(azimuth),
    Math.sin(elevation),
    Math.cos(elevation),
  ];
  return (x, y, z) => {
    const [ux, uy] = [unit(x, across[0], across.at(-1)!), unit(y, up[0], up.at(-1)!)];
    const uz = 0.75 * unit(z, bottom, peak);
    const [side, depth] = [cosA * ux - sinA * uy, sinA * ux + cosA * uy];
    return [size * (0.5 + 0.62 * side), size * (0.42 - 0.62 * (cosE * uz + sinE * depth)), depth];
  };
}

function quads(
  { across, up, z }: Landscape,
  project: Project,
  share: (z: number) => number,
  finest: number,
): string[] {
  const skip = (count: number) => Math.ceil(count / finest);
  const pick = (count: number) => {
    const kept = Array.from({ length: Math.ceil(count / skip(count)) }, (_, at) => at * skip(count));
    return kept.at(-1) === count - 1 ? kept : [...kept, count - 1];
  };
  const [columns, rows] = [pick(across.length), pick(up.length)];
  const drawn: { depth: number; svg: string }[] = [];
  for (let r = 1; r < rows.length; r++)
    for (let c = 1; c < columns.length; c++) {
      const corners = [
        [rows[r - 1], columns[c - 1]],
        [rows[r - 1], columns[c]],
        [rows[r], columns[c]],
        [rows[r], columns[c - 1]],
      ];
      const heights = corners.map(([row, at]) => z[row][at]);
      if (!heights.every(Number.isFinite)) continue;
      const places = corners.map(([row, at], k) => project(across[at], up[row], heights[k]));
      const shade = heights.reduce((sum, value) => sum + share(value) / 4, 0);
      const points = places.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
      drawn.push({
        depth: sumOf(places.map(([, , depth]) => depth)),
        svg: `<polygon points="${points}" fill="${mixed(shade)}" stroke="${mixed(Math.min(1, shade + 0.15))}" stroke-width="0.4"/>`,
      });
    }
  return drawn.sort((one, other) => other.depth - one.depth).map(({ svg }) => svg);
}

function mixed(share: number): string {
  return `rgb(${low.map((value, at) => Math.round(value + share * (high[at] - value))).join(",")})`;
}

function wayOver(
  { x, y, z, colour, svgDash }: NonNullable<StillSurface["paths"]>[number],
  project: Project,
): string {
  const places = x.flatMap((value, at) => {
    if (![value, y[at], z[at]].every(Number.isFinite)) return [];
    const [px, py] = project(value, y[at], z[at]);
    return [`${px.toFixed(1)},${py.toFixed(1)}`];
  });
  if (places.length === 0) return "";
  const [endX, endY] = places.at(-1)!.split(",");
  const end = `<circle cx="${endX}" cy="${endY}" r="5" fill="${colour}" stroke="${grounds.light.background}"/>`;
  return `<polyline points="${places.join(" ")}" fill="none" stroke="${colour}" stroke-width="2.2"${svgDash ? ` stroke-dasharray="${svgDash}"` : ""}/>${end}`;
}
