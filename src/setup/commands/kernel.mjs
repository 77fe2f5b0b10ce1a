import { createRequire } from "node:module";
import path from "node:path";
import { places } from "../system/places.mjs";

/** @type {import("./main.mjs").Command} */
export const command = {
  usage:
    "npx tsdescent kernel install|uninstall [--user | --sys-prefix | --prefix DIR] · list [--prefix DIR]",
  help: "Has your own Jupyter know the kernel, or forget it, and says where it is known.",
  options: {},
  passesOn: true,
  async run(_, given) {
    const installer = path.join(places.dist, "kernel", "jupyter", "install.js");
    return createRequire(installer)(installer).kernelCommand(given);
  },
};
