export { apart } from "./apart";
export { cardBundle, cardText, type Card } from "./card";
export { midInk, palette } from "./colours";
export { display, displaySymbol, inNotebook } from "./display";
export type { DisplayData, Displayable, DisplayOptions, MimeBundle } from "./display";
export { escaped, escapedForPlotly } from "./words";
export {
  decimalsApart,
  duration,
  fixed,
  fromTo,
  inBytes,
  milliseconds,
  percent,
  short,
  shortAmong,
  shorts,
} from "./numbers";
export { ProgressOutput } from "./progressOutput";
export type { Standing, Words } from "./progressView";
export { tableBundle, type TableContent } from "./table";
export { tableNumber } from "./numbers";
export { leaveLine, lineWidth, rewriteLine } from "./progressOutput";
export { list, listFirst, ordinal, plural } from "./words";
