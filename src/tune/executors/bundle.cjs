// node bundle.cjs OPTIONS: builds with esbuild, and prints what came of it as JSON. In a process of its own, as esbuild keeps one
// running beside whoever calls it.
process.env.ESBUILD_WORKER_THREADS = "0";
const { buildSync } = require("esbuild");

/** @param {string} options of esbuild, JSON */
function build(options) {
  try {
    const { outputFiles, metafile } = buildSync(JSON.parse(options));
    const imports = Object.values(metafile?.outputs ?? {}).flatMap((output) => output.imports);
    return {
      code: outputFiles?.[0].text,
      external: imports.filter((each) => each.external).map(({ path }) => path),
    };
  } catch (error) {
    const { errors, message } = /** @type {import("esbuild").BuildFailure} */ (error);
    return { error: { location: errors?.[0]?.location, text: errors?.[0]?.text ?? message } };
  }
}

process.stdout.write(JSON.stringify(build(process.argv[2])));
