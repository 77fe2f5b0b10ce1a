import { checkOptions, OptionError, shown } from "../core/index";

/** What Jupyter shows: one representation of the same thing per MIME type. */
export interface MimeBundle {
  [mimeType: string]: unknown;
}

/** A MIME bundle with its metadata, for values whose pictures have a size. */
export interface DisplayData {
  data: MimeBundle;
  metadata: Record<string, unknown>;
}

/**
 * The one place where the library and a kernel meet. A value with a method of this name is shown as what the
 * method returns, a MIME bundle or {@link DisplayData} (the convention of Deno's kernel).
 */
export const displaySymbol: unique symbol = Symbol.for("Jupyter.display");

/** A value that says how Jupyter shows it. */
export interface Displayable {
  [displaySymbol](): MimeBundle | DisplayData | Promise<MimeBundle | DisplayData>;
}

/** How {@link display} shows a value. */
export interface DisplayOptions {
  /** Names the output, so that a later call with `update: true` replaces it. Default: no name. */
  displayId?: string;
  /** Replaces the output that was shown under `displayId`. Default false. */
  update?: boolean;
}

type KernelDisplay = (value: unknown, options: DisplayOptions) => Promise<void>;

/**
 * Shows a value now, in the middle of a cell; in a terminal it prints the value's `text/plain`.
 *
 * ```ts
 * await display(figure, { displayId: "loss" });
 * ```
 */
export async function display(value: Displayable, options?: DisplayOptions): Promise<void> {
  checkOptions<DisplayOptions>("display", options, { displayId: undefined, update: undefined });
  const kernelDisplay = (globalThis as Record<symbol, unknown>)[displaySymbol] as KernelDisplay | undefined;
  if (kernelDisplay) return kernelDisplay(value, options ?? {});
  if (typeof value?.[displaySymbol] !== "function") {
    const required = "value must have a method [displaySymbol], as figures and tables have";
    throw new OptionError({ where: "display", required, got: shown(value) });
  }
  const bundle = await value[displaySymbol]();
  console.log(String((isDisplayData(bundle) ? bundle.data : bundle)["text/plain"] ?? value));
}

function isDisplayData(shown: MimeBundle | DisplayData): shown is DisplayData {
  return typeof shown.data === "object" && shown.data !== null;
}

/** Whether a kernel shows what is displayed in the middle of a cell. */
export function inNotebook(): boolean {
  return (globalThis as Record<symbol, unknown>)[displaySymbol] !== undefined;
}
