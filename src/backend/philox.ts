/**
 * Fills an array with the random bits of Philox 4x32-10: block i is the cipher of the counter (i, 0, stream, 0).
 *
 * The numbers are those of TensorFlow's and XLA's own Philox. Salmon et al., "Parallel random numbers: as easy as
 * 1, 2, 3" (2011), section 3.3.
 *
 * ```ts
 * philox(new Int32Array(8), [42, 0], 3)
 * ```
 *
 * @param key two 32-bit numbers
 * @param stream the third word of the counter
 */
export function philox(bits: Int32Array, key: readonly [number, number], stream: number): Int32Array {
  const block = new Int32Array(4);
  for (let start = 0; start < bits.length; start += 4) {
    block.set([start >>> 2, 0, stream, 0]);
    encipher(block, key[0], key[1]);
    bits.set(start + 4 <= bits.length ? block : block.subarray(0, bits.length - start), start);
  }
  return bits;
}

const rounds = 10;

function encipher(block: Int32Array, key0: number, key1: number): void {
  for (let round = 0; round < rounds; round++) {
    const [a, b, c, d] = block;
    block[0] = highProduct(0xcd9e8d57, c) ^ b ^ key0;
    block[1] = Math.imul(0xcd9e8d57, c);
    block[2] = highProduct(0xd2511f53, a) ^ d ^ key1;
    block[3] = Math.imul(0xd2511f53, a);
    key0 = (key0 + 0x9e3779b9) | 0;
    key1 = (key1 + 0xbb67ae85) | 0;
  }
}

/** The upper 32 bits of the product of two unsigned 32-bit numbers. */
function highProduct(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  return (
    (aHigh * bHigh + (middle - (middle % 65536)) / 65536 + (aLow * bHigh + (middle % 65536)) / 65536) | 0
  );
}
