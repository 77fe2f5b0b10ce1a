import { contour } from "../basics/contour";
import { Figure } from "../figure/figure";
import type { Numbers } from "../input/column";
import type { Rows } from "../input/matrix";
import { figureOptions } from "../input/options";
import { sentences, short } from "../input/words";
import { surface } from "../basics/surface";

/** The loss on a plane through the weights of a trained model. */
export interface LossPlane {
  /** float [columns] and [rows]: how far along the first and the second direction; 0, 0 is the trained model. */
  across: Numbers;
  up: Numbers;
  /** float [rows, columns]. */
  loss: Rows;
}

/** How {@link lossLandscape} draws. */
export interface LossLandscapeOptions {
  /** The weights during training, along the two directions: [steps, 2]. Default none. */
  path?: Rows;
  /** A surface in space in the place of a map. Default false. */
  surface?: boolean;
  /** Above the figure. Default none. */
  title?: string;
  /** The first direction. Default "direction 1". */
  xLabel?: string;
  /** The second direction. Default "direction 2". */
  yLabel?: string;
  /** CSS px. Default the room there is, and 560 in a picture. */
  width?: number;
  /** CSS px, without the slider. Default 420. */
  height?: number;
}

/** The numbers of {@link lossLandscape}. */
export interface LossLandscapeData {
  across: number[];
  up: number[];
  /** [rows][columns]. */
  loss: number[][];
  /** The training's steps; empty without a path. */
  path: { x: number[]; y: number[] };
}

const where = "lossLandscape";

/**
 * The loss on a plane through weight space (Li et al. 2018), with the way that training took.
 *
 * ```ts
 * lossLandscape({ across, up, loss }, { path: projected }); // loss [rows, columns]
 * ```
 *
 * @param plane the loss on a grid
 * @throws DataError when no loss is finite
 */
export function lossLandscape(plane: LossPlane, options?: LossLandscapeOptions): Figure<LossLandscapeData> {
  const chosen = figureOptions<LossLandscapeOptions>(where, options, {
    path: undefined,
    surface: false,
    title: undefined,
    xLabel: "direction 1",
    yLabel: "direction 2",
    width: undefined,
    height: 420,
  });
  const { title, xLabel, yLabel, width, height, path } = chosen;
  const drawn = named(() => {
    const shared = {
      ...{ title, xLabel, yLabel, width, height },
      ...(path && { paths: { training: path } }),
    };
    return chosen.surface ? surface(plane, shared) : contour(plane, shared);
  });
  const { across, up, z, paths } = drawn.data();
  const [training] = paths;
  const data = { across, up, loss: z, path: { x: training?.x ?? [], y: training?.y ?? [] } };
  const size = sentences(undefined, `Loss on a grid of ${short(across.length)} × ${short(up.length)} points`);
  return new Figure({
    renderer: drawn.renderer,
    spec: () => drawn.spec,
    data,
    alt: () => `${drawn.alt} ${size}`,
    still: drawn.still,
  });
}

/** The same error, of the function that was called. */
function named<T>(draw: () => T): T {
  try {
    return draw();
  } catch (error) {
    (error as Error).message = (error as Error).message.replace(/^(contour|surface):/, `${where}:`);
    throw error;
  }
}
