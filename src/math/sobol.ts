import { Random } from "../core/index";
import { joeKuo } from "./joeKuo";

const bits = 32;
let directions: Uint32Array[] | undefined;

/**
 * A point of a Sobol sequence in [0, 1)ᵈ: points of which any 2ᵏ in a row fill the cube evenly (Sobol 1967, with
 * the directions of Joe & Kuo 2008).
 *
 * With a `seed` it is scrambled as Owen's nested permutations do (hash of Laine & Karras 2011, as in Burley 2020).
 * Sides beyond the 256th are drawn by chance.
 *
 * @param index which point, from 0
 */
export function sobol(sides: number, index: number, seed?: string): number[] {
  directions ??= readDirections();
  const random = new Random(index, `sobol ${seed}`);
  const scramble = seed === undefined ? undefined : new Random(0, `sobol ${seed}`);
  return Array.from({ length: sides }, (_, side) => {
    const key = scramble?.integer(2 ** bits);
    if (side >= directions!.length) return random.uniform();
    const at = plain(directions![side], index);
    return (key === undefined ? at : scrambled(at, key)) / 2 ** bits;
  });
}

function plain(numbers: Uint32Array, index: number): number {
  let at = 0;
  for (let bit = 0, rest = index ^ (index >>> 1); rest > 0; bit++, rest >>>= 1)
    if (rest & 1) at ^= numbers[bit];
  return at >>> 0;
}

/** A permutation in which each bit depends on the higher ones only: that of the reversed bits, with lower ones. */
function scrambled(at: number, key: number): number {
  let x = (reversed(at) + key) | 0;
  x ^= Math.imul(x, 0x6c50b47c);
  x ^= Math.imul(x, 0xb82f1e52);
  x ^= Math.imul(x, 0xc7afe638);
  x ^= Math.imul(x, 0x8d22f6e6);
  return reversed(x);
}

function reversed(x: number): number {
  let result = 0;
  for (let bit = 0; bit < bits; bit++) if ((x >>> bit) & 1) result |= 1 << (bits - 1 - bit);
  return result >>> 0;
}

function readDirections(): Uint32Array[] {
  const first = Uint32Array.from({ length: bits }, (_, bit) => 2 ** (bits - 1 - bit));
  const others = joeKuo
    .trim()
    .split("\n")
    .map((line) => directionsOf(line.split(" ").map(Number)));
  return [first, ...others];
}

/** Bratley & Fox 1988, equation 2: each number from the `degree` ones before it. */
function directionsOf([polynomial, ...start]: number[]): Uint32Array {
  const degree = start.length;
  const numbers = new Uint32Array(bits);
  start.forEach((number, bit) => (numbers[bit] = number << (bits - 1 - bit)));
  for (let bit = degree; bit < bits; bit++) {
    let number = numbers[bit - degree] ^ (numbers[bit - degree] >>> degree);
    for (let k = 1; k < degree; k++) if ((polynomial >>> (degree - k)) & 1) number ^= numbers[bit - k];
    numbers[bit] = number;
  }
  return numbers;
}
