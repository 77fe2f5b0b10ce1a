import { checkNoOptions, ShapeError } from "../core/index";
import { checkMatrices } from "./checkGiven";

/**
 * A filter moved over an image of one channel, by one place at a time and never over its edge:
 * out[r][c] = Σᵢ Σⱼ image[r + i][c + j] · filter[i][j].
 *
 * Mathematics calls this a cross-correlation; a convolution turns the filter round first, which a learned one need not.
 *
 * ```ts
 * conv2d([[1, 2, 4]], [[-1, 1]]) // [[1, 2]]
 * ```
 *
 * @param image [rows][columns]
 * @param filter [rows][columns], not larger
 * @throws ShapeError when the filter is larger than the image
 */
export function conv2d(image: number[][], filter: number[][], ...none: []): number[][] {
  checkNoOptions("conv2d", none);
  checkMatrices("conv2d", { image, filter });
  const [rows, columns] = [image.length - filter.length + 1, image[0].length - filter[0].length + 1];
  if (rows < 1 || columns < 1)
    throw new ShapeError({
      where: "conv2d",
      required: `filter must be at most [${image.length}, ${image[0].length}]`,
      got: [filter.length, filter[0].length],
    });
  const at = (r: number, c: number) =>
    filter.reduce(
      (sum, weights, i) => sum + weights.reduce((part, w, j) => part + w * image[r + i][c + j], 0),
      0,
    );
  return Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (__, c) => at(r, c)));
}
