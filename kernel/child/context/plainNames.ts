import { withOwnBuiltins } from "./builtins.js";
import { mark } from "../../protocol/cellParameters.js";

/**
 * Text with the notebook's names as their author wrote them: V8 quotes compiled code in its messages, in which
 * `loss` is `lossǃ.v`, and `(0, lossǃ.v)` where it is called.
 */
export function plainNames(text: string): string {
  if (!(apply(includes, text, [mark]) as boolean)) return text;
  return withOwnBuiltins(() => text.replace(called, "$1").replace(read, ""));
}

// Kept, as cells print while theirs may be in its place.
const { apply } = Reflect;
const { includes } = String.prototype;

const called = new RegExp(`\\(0 ?, ([\\p{ID_Continue}$]+)${mark}\\.v\\)`, "gu");
const read = new RegExp(`${mark}(?:\\.v)?`, "gu");
