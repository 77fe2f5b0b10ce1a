const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text that stands as it is in HTML and in XML, within an element and in an attribute between double quotes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character]);
}

/** Text in which Plotly sees no tags. It knows few entities: quotes stay. */
export function escapedForPlotly(text: string): string {
  return text.replace(/[&<>]/g, (character) => entities[character]);
}
