import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser } from "playwright-core";

const usual = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

const inPath = (process.env.PATH ?? "")
  .split(delimiter)
  .flatMap((folder) => ["chromium", "google-chrome"].map((name) => join(folder, name)));

/** Where Chromium is: the environment variable CHROMIUM, the usual places, the PATH. */
export const chromiumPath = [process.env.CHROMIUM ?? "", ...usual, ...inPath].find(isProgram);

/** What is missing to open a browser, and what to do about it. */
export function missingChromium(): string | undefined {
  if (chromiumPath) return undefined;
  return "no Chromium was found; install it (Debian: apt-get install chromium), or set CHROMIUM to its path";
}

/** Starts Chromium without a window; it has a profile of its own, which is deleted afterwards, and where asked WebGL by the processor. */
export function startChromium({ webgl = false } = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      ...(webgl ? ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"] : []),
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
