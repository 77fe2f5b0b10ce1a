import { mark } from "../../protocol/cellParameters.js";

/**
 * Text with the notebook's names as their author wrote them: V8 quotes compiled code in its messages, in which
 * `loss` is `lossǃ.v`, and `(0, lossǃ.v)` where it is called.
 */
export function plainNames(text: string): string {
  return text.includes(mark) ? text.replace(called, "$1").replace(read, "") : text;
}

const called = new RegExp(`\\(0 ?, ([\\p{ID_Continue}$]+)${mark}\\.v\\)`, "gu");
const read = new RegExp(`${mark}(?:\\.v)?`, "gu");
