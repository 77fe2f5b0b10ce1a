/**
 * The arrows between the rooms: `.rooms.cjs` says which room may import which, and CONTRIBUTING.md draws it from there.
 * A folder of src that is not listed there may not import any other.
 */
const { library } = require("./.rooms.cjs");

const arrows = Object.entries(library).map(([room, { imports }]) => ({
  name: `arrow-${room}`,
  comment: `src/${room} may import only: ${imports.join(", ") || "nothing"}`,
  severity: "error",
  from: { path: `^src/${room}/` },
  to: { path: "^(src|kernel)/", pathNot: [room, ...imports].map((to) => `^src/${to}/`) },
}));

const notListed = {
  name: "room-not-listed",
  severity: "error",
  from: { path: "^src/[^/]+/", pathNot: Object.keys(library).map((room) => `^src/${room}/`) },
  to: { path: "^(src|kernel)/" },
};

module.exports = {
  forbidden: [
    ...arrows,
    notListed,
    { name: "no-cycle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "kernel-knows-no-library",
      severity: "error",
      from: { path: "^kernel/" },
      to: { path: "^src/(?!setup/)" },
    },
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
