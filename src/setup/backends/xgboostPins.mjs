/** XGBoost's version in every wheel below. */
export const xgboostVersion = "3.2.0";

const linuxLibrary = "xgboost/lib/libxgboost.so";
const macLibrary = "xgboost/lib/libxgboost.dylib";

/** @typedef {import("./downloadWheel.mjs").Wheel & {library: string}} XgboostPin */

/** @type {Record<string, XgboostPin>} */
const pins = {
  "linux-x64": {
    requirement: `xgboost-cpu==${xgboostVersion}`,
    sha256: "9c10b1653e1a689bf4094a328144cf3633c9be0e5217a76fbdc2fde6abcb2950",
    bytes: 5_595_924,
    tag: "manylinux_2_28_x86_64",
    library: linuxLibrary,
  },
  "linux-arm64": {
    requirement: `xgboost-cpu==${xgboostVersion}`,
    sha256: "896b9e2bc52ec0921edf92ddd1cebedf47032e94992b7aca0293524d380ce6e9",
    bytes: 5_213_428,
    tag: "manylinux_2_28_aarch64",
    library: linuxLibrary,
  },
  "darwin-arm64": {
    requirement: `xgboost==${xgboostVersion}`,
    sha256: "eabbd40d474b8dbf6cb3536325f9150b9e6f0db32d18de9914fb3227d0bef5b7",
    bytes: 2_328_527,
    tag: "macosx_12_0_arm64",
    library: macLibrary,
  },
  "darwin-x64": {
    requirement: `xgboost==${xgboostVersion}`,
    sha256: "2f661966d3e322536d9c448090a870fcba1e32ee5760c10b7c46bac7a342079a",
    bytes: 2_507_014,
    tag: "macosx_10_15_x86_64",
    library: macLibrary,
  },
};

/**
 * The wheel for this machine, or null where XGBoost publishes none. `library` is its file of C functions, which finds
 * those that it needs by the wheel's folders.
 *
 * @returns {XgboostPin | null}
 */
export function xgboostPin() {
  return pins[`${process.platform}-${process.arch}`] ?? null;
}
