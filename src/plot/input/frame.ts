/** What all figures over two axes may be told. */
export interface FrameOptions {
  /** Above the figure. Default none. */
  title?: string;
  /** CSS px. Default 560, less in a narrow window. */
  width?: number;
  /** CSS px. Default as the figure needs. */
  height?: number;
}

/** The defaults of {@link FrameOptions}. */
export function frame(height = 280): FrameOptions {
  return { title: undefined, width: undefined, height };
}
