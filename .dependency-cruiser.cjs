/**
 * The arrows between the rooms: `.rooms.cjs` says which room may import which, and CONTRIBUTING.md draws it from there.
 * A folder that is not listed there may not import any other.
 */
const { library, kernel } = require("./.rooms.cjs");

/**
 * @param {string} base
 * @param {import("./.rooms.cjs").Rooms} rooms
 */
function rulesOf(base, rooms) {
  const arrows = Object.entries(rooms).map(([room, { imports }]) => ({
    name: `arrow-${base}-${room}`,
    comment: `${base}/${room} may import only: ${imports.join(", ") || "nothing"}`,
    severity: "error",
    from: { path: `^${base}/${room}/` },
    to: { path: "^(src|kernel)/", pathNot: [room, ...imports].map((to) => `^${base}/${to}/`) },
  }));
  const notListed = {
    name: `room-not-listed-${base}`,
    severity: "error",
    from: { path: `^${base}/[^/]+/`, pathNot: Object.keys(rooms).map((room) => `^${base}/${room}/`) },
    to: { path: "^(src|kernel)/" },
  };
  return [...arrows, notListed];
}

/** The rooms within `plot`: what topics share, from the ground up, and the topics, which share nothing but `basics`. */
const shared = ["theme", "input", "render", "figure", "basics"];

const ofPlot = [
  {
    name: "plot-has-an-index-alone",
    comment: "a figure stands in the folder of its topic, with its helpers",
    severity: "error",
    from: { path: "^src/plot/[^/]+$", pathNot: "^src/plot/index\\.ts$" },
    to: {},
  },
  {
    name: "topics-of-figures",
    comment: "a topic imports what all share and itself; networks draw boundaries as classification does",
    severity: "error",
    from: { path: "^src/plot/([^/]+)/", pathNot: "^src/plot/networks/" },
    to: { path: "^src/plot/", pathNot: ["^src/plot/$1/", ...shared.map((room) => `^src/plot/${room}/`)] },
  },
];

const ofKernel = [
  {
    name: "kernel-file-in-a-room",
    comment: "every file of the kernel stands in one of its rooms",
    severity: "error",
    from: { path: "^kernel/[^/]+$" },
    to: {},
  },
  {
    name: "language-runs-anywhere",
    comment: "a browser's worker has no process, thread, socket or file: ask the Host",
    severity: "error",
    from: { path: "^kernel/(protocol|language)/" },
    to: { dependencyTypes: ["core"], pathNot: "^(node:)?(path|url)$" },
  },
  {
    name: "no-circle-of-folders",
    severity: "error",
    scope: "folder",
    from: { path: "^(kernel|src/plot)/" },
    to: { circular: true },
  },
];

module.exports = {
  forbidden: [
    ...rulesOf("src", library),
    ...rulesOf("kernel", kernel),
    ...ofPlot,
    ...ofKernel,
    {
      name: "floors-by-their-index",
      comment: "core, math, show and plot are entered by their index.ts alone",
      severity: "error",
      from: { path: "^src/([^/]+)/" },
      to: { path: "^src/(core|math|show|plot)/", pathNot: ["^src/$1/", "/index\\.ts$"] },
    },
    { name: "no-cycle", severity: "error", from: {}, to: { circular: true } },
    { name: "library-knows-no-kernel", severity: "error", from: { path: "^src/" }, to: { path: "^kernel/" } },
    {
      name: "no-test-in-product",
      severity: "error",
      from: { path: "^(src|kernel)/" },
      to: { path: "^test/" },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "no-dev-package-in-product",
      severity: "error",
      from: { path: "^(src|kernel)/" },
      to: {
        dependencyTypes: ["npm-dev"],
        dependencyTypesNot: ["type-only"],
        pathNot: "^node_modules/@types/",
      },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    exclude: { path: "^dist/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "types", "default"],
    },
  },
};
