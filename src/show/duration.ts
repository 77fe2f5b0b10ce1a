/** Seconds as 8.0 s, 2 min 5 s or 3 h 12 min. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** Milliseconds, short enough for a line: 0.058 ms, 12.3 ms. */
export function milliseconds(value: number): string {
  return `${value < 1 ? value.toFixed(3) : value.toPrecision(3)} ms`;
}
