/** A number in words, with what its digits promise. */
export interface Said {
  text: string;
  value: number;
  /** Half of the last digit's unit. */
  room: number;
  isShare: boolean;
  bound?: "<" | ">";
}

/** A share that is told in per cent with so many digits, or a number with so many decimals; other numbers have four digits. */
export type Told =
  | number
  | { share: number; digits?: number }
  | { fixed: number }
  /** Where computing has its noise: off by so much at most. */
  | { about: number; room: number };

const pattern = /([<>] )?(?<![\p{L}\d])(−?)(∞|\d{1,3}(?:\u202f\d{3})+|\d+)(?:\.(\d+))?(?:e(−?\d+))?( %)?/gu;

/** The numbers of a text, in order; those that belong to a name, as in L2 and x1, are none. */
export function saidIn(text: string): Said[] {
  return [...text.matchAll(pattern)].map((match) => {
    const [all, bound, sign, whole, fraction = "", exponent = "0", unit] = match;
    const power = Number(exponent.replace("−", "-"));
    const digits = `${whole.replaceAll("\u202f", "").replace("∞", "Infinity")}${fraction && `.${fraction}`}`;
    return {
      text: all,
      value: Number(`${sign && "-"}${digits}`) * 10 ** power || Number(`${sign && "-"}${digits}e${power}`),
      room: 0.5 * 10 ** Math.max(-323, power - fraction.length),
      isShare: unit !== undefined,
      ...(bound && { bound: bound.trim() as "<" | ">" }),
    };
  });
}

/** A text without its numbers: what may not change where only they do. */
export function without(text: string): string {
  return text.replaceAll(pattern, "#");
}

/** Whether a number in words is that number, as far as its digits go; what is nearly 0 or 1 is never said to be that. */
export function isSaid(said: Said, told: Told): boolean {
  if (typeof told === "number") return !said.isShare && isNumber(said, told);
  if ("about" in told)
    return !said.isShare && (Math.abs(said.value - told.about) <= told.room || isNumber(said, told.about));
  if ("fixed" in told) return !said.isShare && isFixed(said, told.fixed);
  return said.isShare && isPercent(said, told);
}

function isNumber({ value, room, bound }: Said, told: number): boolean {
  if (bound) return false;
  if (!Number.isFinite(told) || told === 0) return value === told;
  const four = 0.5 * 10 ** (Math.floor(Math.log10(Math.abs(told)) + 1e-12) - 3);
  const least = Math.abs(told) >= 1000 && Math.abs(told) < 1e15 ? Math.max(four, 0.5) : four;
  return Math.abs(value - told) <= Math.min(room, least) + 1e-9 * Math.abs(told);
}

function isFixed(said: Said, told: number): boolean {
  if ([0, 1].includes(Math.abs(said.value))) return Math.abs(said.value - told) <= 1e-12;
  return Math.abs(said.value - told) <= said.room + 1e-9 * Math.abs(told);
}

function isPercent({ value, room, bound }: Said, { share, digits = 1 }: { share: number; digits?: number }) {
  const [least, last] = [10 ** -digits, 2 * room];
  if (bound === "<") return share > 0 && 100 * share < value && Math.abs(value - last) < 1e-9;
  if (bound === ">") return share < 1 && 100 * share > value && Math.abs(value - (100 - last)) < 1e-9;
  if (value === 0 || value === 100) return Math.abs(100 * share - value) <= 1e-9;
  return Math.abs(100 * share - value) <= room + 1e-9 && room <= (least / 2) * 1.000001;
}

/** Whether two numbers of a text have different words, as they must where they differ by more than noise. */
export function areApart(one: { told: Told; said?: Said }, other: { told: Told; said?: Said }): boolean {
  const [first, second] = [sizeOf(one.told), sizeOf(other.told)];
  if (first.kind !== second.kind || first.size === second.size) return true;
  if (Math.abs(first.size - second.size) <= first.room + second.room) return true;
  return one.said?.text !== other.said?.text;
}

/** A number as it is written, and how far another must be off to count as another one. */
function sizeOf(told: Told): { kind: string; size: number; room: number } {
  const noise = (size: number) => 1e-13 * Math.abs(size);
  if (typeof told === "number") return { kind: "number", size: told, room: noise(told) };
  if ("about" in told) return { kind: "number", size: told.about, room: told.room };
  if ("fixed" in told) return { kind: "fixed", size: told.fixed, room: noise(told.fixed) };
  return { kind: "share", size: told.share, room: 1e-12 };
}
