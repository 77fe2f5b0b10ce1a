import path from "node:path";
import { leadsTo, linkTo } from "../system/linkTo.mjs";
import { inRoot, places, root } from "../system/places.mjs";

/** @type {[target: string, link: string][]} */
const wanted = [
  [root, path.join(places.modules, "tsdescent")],
  [inRoot("src", "setup", "tsdescent.mjs"), path.join(places.modules, ".bin", "tsdescent")],
];

/**
 * The checkout as a package of its own node_modules, so that `import "tsdescent"` and `npx tsdescent` find it.
 *
 * @type {import("./steps.mjs").Step}
 */
export const links = {
  title: "Package links",
  isDone: async () => wanted.every(([target, link]) => leadsTo(target, link)),
  async run() {
    for (const [target, link] of wanted) linkTo(target, link);
    return "tsdescent resolves inside the checkout";
  },
};
