const blocks = "▁▂▃▄▅▆▇█";

/** Numbers as a line of blocks, `▇▅▃▂▂▁`, for where only text is shown; what is not finite is a gap. */
export function sparkline(values: readonly number[], width = 24): string {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(...finite);
  const range = Math.max(...finite) - low || 1;
  const columns = Math.min(width, values.length);
  return Array.from({ length: columns }, (_, column) => {
    const value = values[Math.floor(((column + 1) * values.length) / columns) - 1];
    return Number.isFinite(value) ? blocks[Math.round(((value - low) / range) * (blocks.length - 1))] : " ";
  }).join("");
}
