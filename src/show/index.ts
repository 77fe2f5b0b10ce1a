export { apart } from "./apart";
export { cardBundle, cardText, type Card } from "./card";
export { midInk, palette } from "./colours";
export { display, displaySymbol, inNotebook } from "./display";
export type { DisplayData, Displayable, DisplayOptions, MimeBundle } from "./display";
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
  tableNumber,
} from "./numbers";
export type { Standing, Words } from "./progressView";
export { tableBundle, type TableContent } from "./table";
export { leaveLine, lineWidth, ProgressOutput, rewriteLine } from "./progressOutput";
export { escaped, escapedForPlotly, list, listFirst, ordinal, plural } from "./words";
