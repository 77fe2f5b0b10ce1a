const rootFive = Math.sqrt(5);

/**
 * Squared differences of all pairs of places on each side: [side][pair], pair (i, j < i) at i (i − 1) / 2 + j. On
 * the side of a choice two different values are 1 apart.
 */
export function pairDistances(places: readonly number[][], isChoice: readonly boolean[]): Float64Array[] {
  const count = places.length;
  return isChoice.map((choice, side) => {
    const squares = new Float64Array((count * (count - 1)) / 2);
    let pair = 0;
    for (let i = 0; i < count; i++)
      for (let j = 0; j < i; j++) squares[pair++] = squareOn(choice, places[i][side], places[j][side]);
    return squares;
  });
}

/** The squared difference of two places on one side. */
export function squareOn(isChoice: boolean, a: number, b: number): number {
  if (isChoice) return a === b ? 0 : 1;
  return (a - b) ** 2;
}

/**
 * The Matérn covariance with ν = 5/2 for a squared, scaled distance: (1 + √5 r + 5 r²/3) exp(−√5 r) (Rasmussen &
 * Williams 2006, equation 4.17).
 */
export function matern(square: number): number {
  const r = rootFive * Math.sqrt(square);
  return (1 + r + (r * r) / 3) * Math.exp(-r);
}

/** Its derivative with respect to the squared distance: −5/6 (1 + √5 r) exp(−√5 r). */
export function maternSlope(square: number): number {
  const r = rootFive * Math.sqrt(square);
  return (-5 / 6) * (1 + r) * Math.exp(-r);
}
