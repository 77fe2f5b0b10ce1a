import { encodePng } from "./png";
import { ink, palette } from "./colours";
import { textWidth } from "./font";
import { pooled } from "./heat";
import { heading, vegaLite, windowRoom } from "./vegaTheme";
import { shortened } from "./wrapped";

/** A small picture with words below it. */
export interface Tile {
  /** A data URL. */
  url: string;
  /** Lines of text. */
  caption: string[];
  /** Gets a frame, and its caption the same colour. */
  marked?: boolean;
}

/** How tiles are laid out. */
export interface TileLayout {
  /** The width of a picture, CSS px. */
  width: number;
  height: number;
  /** Default as many as fit 400 px. */
  columns?: number;
  title?: string;
  notes: (string | false | undefined)[];
}

const lineRoom = 15;
const wrongColour = palette[1];

/** Pictures side by side, as a Vega-Lite spec. */
export function tilesSpec(given: Tile[], layout: TileLayout): Record<string, unknown> {
  const { width, height } = layout;
  const tiles = given.map((tile) => captioned(tile, width));
  const { columns = fittingColumns(tiles, width) } = layout;
  const lines = Math.max(...tiles.map(({ caption }) => caption.length));
  const room = tileRoom(tiles, width);
  const place = {
    x: { field: "column", type: "ordinal", axis: null },
    y: { field: "row", type: "ordinal", axis: null },
  };
  const picture = { mark: { type: "image", width, height }, encoding: { ...place, url: { field: "url" } } };
  return vegaLite({
    autosize: { type: "pad" },
    params: [{ name: "columns", expr: `floor(${windowRoom(room, columns * room)} / ${room})` }],
    width: { step: room },
    height: { step: height + 6 + lines * lineRoom + (lines && 5) },
    ...heading(layout.title, ...layout.notes),
    data: { values: tiles.map((tile, at) => ({ ...tile, at })) },
    transform: [
      { calculate: "datum.at % columns", as: "column" },
      { calculate: "floor(datum.at / columns)", as: "row" },
    ],
    layer: [
      picture,
      ...(tiles.some(({ marked }) => marked) ? [frameLayer(place, width, height)] : []),
      ...(lines > 0 ? [captionLayer(place, height, lines)] : []),
    ],
    resolve: { scale: { color: "independent" } },
  });
}

/** A caption is at most so wide, CSS px, or as the picture. */
const widestCaption = 150;

/** The middle of a long line is left out, so that tiles stay beside one another. */
function captioned(tile: Tile, width: number): Tile {
  return { ...tile, caption: tile.caption.map((line) => shortened(line, Math.max(width, widestCaption))) };
}

function fittingColumns(tiles: Tile[], width: number): number {
  return Math.max(1, Math.min(tiles.length, Math.floor(400 / tileRoom(tiles, width))));
}

function tileRoom(tiles: Tile[], width: number): number {
  const captions = tiles.flatMap(({ caption }) => caption).map((line) => textWidth(line, 12) + 6);
  return Math.ceil(Math.max(width + 6, ...captions));
}

function frameLayer(place: object, width: number, height: number): object {
  const size = { width: width + 2, height: height + 2 };
  return {
    transform: [{ filter: "datum.marked" }],
    mark: { type: "rect", ...size, fillOpacity: 0, stroke: wrongColour, strokeWidth: 3 },
    encoding: place,
  };
}

function captionLayer(place: object, height: number, lines: number): object {
  return {
    mark: {
      type: "text",
      baseline: "top",
      dy: height / 2 + 5,
      ...{ fontSize: 12, lineHeight: lineRoom, ...(lines > 1 && { align: "center" }) },
    },
    encoding: {
      ...place,
      text: { field: "caption" },
      color: { condition: { test: "datum.marked", value: wrongColour }, value: ink },
    },
  };
}

/** Pixels as a data URL. */
export function pictureUrl(
  pixels: Uint8Array,
  width: number,
  height: number,
  channels: 1 | 3 | 4 = 4,
): string {
  return `data:image/png;base64,${encodePng(pixels, width, height, channels).toString("base64")}`;
}

/** How {@link signedUrls} draws. */
export interface SignedStyle {
  width: number;
  height: number;
  /** The size of number that gets the deepest colour. */
  full: number;
  /** Width on the page, CSS px. */
  size: number;
}

/** Values that all pictures of a figure may have together; of more, blocks are drawn by their means. */
const mostValues = 80_000;

/**
 * Numbers as pictures: blue above 0, orange below, see-through near 0, so that they work on light and dark pages alike.
 *
 * @param maps float [height, width] each, row after row
 */
export function signedUrls(maps: readonly ArrayLike<number>[], style: SignedStyle): string[] {
  return maps.map((values) => {
    const drawn = pooled(
      { values, rows: style.height, columns: style.width },
      {
        most: mostValues / maps.length,
      },
    );
    return signedUrl(drawn.values, { ...style, width: drawn.columns, height: drawn.rows });
  });
}

function signedUrl(values: ArrayLike<number>, { width, height, full, size }: SignedStyle): string {
  const zoom = Math.max(1, Math.ceil((2 * size) / width));
  const pixels = new Uint8Array(width * height * zoom * zoom * 4);
  let to = 0;
  for (let y = 0; y < height * zoom; y++)
    for (let x = 0; x < width * zoom; x++) {
      const value = values[Math.floor(y / zoom) * width + Math.floor(x / zoom)];
      pixels.set(value < 0 ? below : above, to);
      pixels[to + 3] = Number.isFinite(value) ? opacity(Math.abs(value) / full) : 0;
      to += 4;
    }
  return pictureUrl(pixels, width * zoom, height * zoom);
}

/** In 51 levels, which the eye does not tell from 255 and which take half the bytes. */
function opacity(share: number): number {
  return 5 * Math.round(51 * Math.min(1, share));
}

const [above, below] = palette
  .slice(0, 2)
  .map((hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)));
