/**
 * @typedef {object} TensorflowParts
 * @property {string} library the file that exports TensorFlow's C API
 * @property {string} framework the file that it needs
 */

/** @typedef {import("./downloadWheel.mjs").Wheel & TensorflowParts} WheelPin */

/** TensorFlow's version in every wheel below. */
export const wheelVersion = "2.21.0";

const linuxNames = { library: "libtensorflow_cc.so.2", framework: "libtensorflow_framework.so.2" };
const macNames = { library: "libtensorflow_cc.2.dylib", framework: "libtensorflow_framework.2.dylib" };

/** @type {Record<string, WheelPin>} */
const pins = {
  "linux-x64": {
    requirement: `tensorflow-cpu==${wheelVersion}`,
    sha256: "2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c",
    bytes: 273_829_956,
    tag: "manylinux_2_27_x86_64",
    ...linuxNames,
  },
  "linux-arm64": {
    requirement: `tensorflow==${wheelVersion}`,
    sha256: "4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c",
    bytes: 281_828_020,
    tag: "manylinux_2_27_aarch64",
    ...linuxNames,
  },
  "darwin-arm64": {
    requirement: `tensorflow==${wheelVersion}`,
    sha256: "51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88",
    bytes: 223_405_849,
    tag: "macosx_12_0_arm64",
    ...macNames,
  },
};

/**
 * The wheel for this machine, or null where TensorFlow publishes none. Its libraries do not depend on the Python
 * that the wheel was made for, so one file serves whichever Python is installed.
 *
 * @returns {WheelPin | null}
 */
export function wheelPin() {
  return pins[`${process.platform}-${process.arch}`] ?? null;
}
