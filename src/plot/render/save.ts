import { rename, rm, writeFile } from "node:fs/promises";
import { extname } from "node:path";

import { FileError, OptionError } from "../../core/index";
import type { Drawable, PictureOptions } from "./drawable";
import { figurePage } from "./html";

type Writer = (figure: Drawable, options: PictureOptions) => Promise<string | Buffer> | string;

const writers: Record<string, Writer> = {
  ".svg": (figure, options) => figure.svg(options),
  ".png": (figure, options) => figure.png(options),
  ".html": (figure) => figurePage(figure),
  ".json": (figure) => JSON.stringify(figure.spec, null, 1),
};

/** Writes a figure as its file's ending says; a reader never sees half a file. */
export async function saveFigure(figure: Drawable, path: string, options: PictureOptions): Promise<string> {
  const write = writers[extname(path).toLowerCase()];
  if (!write) {
    const required = `the file must end in ${Object.keys(writers).join(", ")}`;
    throw new OptionError({ where: "save", required, got: path });
  }
  await writeAside(path, await write(figure, options));
  return path;
}

async function writeAside(path: string, content: string | Buffer): Promise<void> {
  const aside = `${path}.${process.pid}.part`;
  try {
    await writeFile(aside, content);
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    const reason = (error as NodeJS.ErrnoException).code;
    const remedy = reason === "ENOENT" ? "create the folder first" : "check that it can be written";
    throw new FileError({ where: "save", required: `cannot write ${path} (${reason})`, remedy });
  }
}
