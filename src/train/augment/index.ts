export type { Augmentation } from "./augmentation";
export { cutout, type CutoutOptions } from "./cutout";
export { flip, type FlipOptions } from "./flip";
export { mixup, type MixupOptions } from "./mixup";
export { noise, type NoiseOptions } from "./noise";
export { crop, shift, type CropOptions, type ShiftOptions } from "./shift";
