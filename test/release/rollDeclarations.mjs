import path from "node:path";
import { inRoot } from "../../src/setup/system/places.mjs";

/**
 * Writes the declarations of some modules as few files: one for each module, and what several share.
 *
 * @param {string[]} modules from dist/src on, without endings
 * @param {string} folder
 */
export async function rollDeclarations(modules, folder) {
  const [{ rollup }, { dts }] = await Promise.all(
    ["rollup", "rollup-plugin-dts"].map((name) => import(name)),
  );
  const input = Object.fromEntries(
    modules.map((module) => [module, inRoot("dist", "src", `${module}.d.ts`)]),
  );
  const bundle = await rollup({
    input,
    plugins: [dts()],
    external: (/** @type {string} */ id) => !id.startsWith(".") && !path.isAbsolute(id),
    // A type that several modules share and none exports stays where it is shared.
    onwarn: () => {},
  });
  await bundle.write({
    dir: folder,
    format: "es",
    entryFileNames: "[name].d.ts",
    chunkFileNames: "types/[name].d.ts",
  });
  await bundle.close();
}
