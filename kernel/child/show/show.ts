import { inspect } from "node:util";
import type { Shown } from "../../protocol/outcome.js";
import { withOwnBuiltins, withTheirBuiltins } from "../context/builtins.js";
import { givenBy } from "../context/given.js";
import { plainNames } from "../context/plainNames.js";
import { shorten } from "./shorten.js";

/** The name under which values say how they look, and under which the kernel offers to show one. */
export const displaySymbol = Symbol.for("Jupyter.display");

/**
 * How a value looks: as its method `Symbol.for("Jupyter.display")` says (a MIME bundle or `{data, metadata}`,
 * perhaps promised), else as text.
 */
export async function show(value: unknown): Promise<Shown> {
  const method = withOwnBuiltins(() => ownDisplay(value));
  if (!method) return withOwnBuiltins(() => boxed({ data: { "text/plain": asText(value) }, metadata: {} }));
  const { value: shown } = await withOwnBuiltins(() =>
    givenBy(withTheirBuiltins(() => apply(method, value, []) as unknown)),
  );
  return withOwnBuiltins(() => boxed(bundleOf(shown as Record<string, unknown>)));
}

const { apply } = Reflect;

/** What no prototype can make a promise. */
function boxed({ data, metadata }: Shown): Shown {
  return { __proto__: null, data, metadata } as Shown;
}

function bundleOf(shown: Record<string, unknown>): Shown {
  if (typeof shown !== "object" || shown === null)
    throw new TypeError(`[Symbol.for("Jupyter.display")]: must return a MIME bundle, got ${asText(shown)}`);
  const isPair = typeof shown.data === "object" && shown.data !== null;
  const { data, metadata = {} } = isPair ? (shown as unknown as Shown) : { data: shown };
  return { data: encode(data), metadata };
}

/** A value as Node's console prints it; never throws, whatever code of the value's runs meanwhile. */
export function asText(value: unknown): string {
  return shorten(plainNames(inspected(value)));
}

function inspected(value: unknown): string {
  try {
    return inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100 });
  } catch (error) {
    return `a value that cannot be shown: ${why(error)}`;
  }
}

function why(error: unknown): string {
  try {
    return String(error);
  } catch {
    return "reading it throws";
  }
}

function ownDisplay(value: unknown): (() => unknown) | undefined {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  const method = displayOf(value);
  return typeof method === "function" ? (method as () => unknown) : undefined;
}

/** Nothing where a proxy refuses to tell, as one does that was revoked. */
function displayOf(value: object): unknown {
  try {
    return (value as Record<symbol, unknown>)[displaySymbol];
  } catch {
    return undefined;
  }
}

const plotly = "application/vnd.plotly.v1+json";

/** A figure of Plotly's without the buttons that upload what it draws, unless its author asks for them. */
function keptHere(figure: unknown): unknown {
  if (typeof figure !== "object" || figure === null) return figure;
  const { config } = figure as { config?: object };
  return { ...figure, config: { showSendToCloud: false, plotlyServerURL: "", ...config } };
}

/** Pictures may come as bytes; Jupyter wants base64, and text for whatever is text. */
function encode(data: Record<string, unknown>): Record<string, unknown> {
  const encoded = (type: string, value: unknown) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
    if (type === plotly) return keptHere(value);
    return type.startsWith("text/") ? textOf(value) : value;
  };
  return Object.fromEntries(Object.entries(data).map(([type, value]) => [type, encoded(type, value)]));
}

/** Jupyter takes a list of lines too. */
function textOf(value: unknown): unknown {
  const isText = typeof value === "string" || Array.isArray(value);
  return isText ? value : asText(value);
}
