/**
 * The version of the GNU C library that this Node runs on, or null where there is none.
 *
 * @returns {[major: number, minor: number] | null}
 */
export function gnuLibrary() {
  const report = /** @type {any} */ (process.report?.getReport());
  const version = report?.header?.glibcVersionRuntime;
  return version ? version.split(".").map(Number) : null;
}
