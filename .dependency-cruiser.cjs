/**
 * The arrows between the rooms (CONTRIBUTING.md has the picture). Each room lists the rooms it may import.
 * A room that is not listed here may not import any other.
 */
const mayImport = {
  core: [],
  backend: ["core"],
  compile: ["core", "backend"],
  data: ["core", "backend"],
  nn: ["core", "backend"],
  optim: ["core", "backend"],
  scratch: ["core"],
  plot: ["core", "backend", "data"],
  train: ["core", "backend", "compile", "data", "nn", "optim"],
  classic: ["core", "backend", "compile", "data", "nn", "optim", "train"],
  callbacks: ["core", "backend", "compile", "data", "nn", "optim", "train", "plot"],
  diagnose: ["core", "backend", "compile", "data", "nn", "optim", "train", "plot", "callbacks"],
  tune: [
    "core",
    "backend",
    "compile",
    "data",
    "nn",
    "optim",
    "train",
    "plot",
    "callbacks",
    "diagnose",
    "classic",
  ],
  course: [
    "core",
    "backend",
    "data",
    "nn",
    "optim",
    "train",
    "plot",
    "callbacks",
    "diagnose",
    "tune",
    "scratch",
    "classic",
  ],
  setup: [],
};

const rooms = Object.keys(mayImport);

const arrows = rooms.map((room) => ({
  name: `arrow-${room}`,
  comment: `src/${room} may import only: ${mayImport[room].join(", ") || "nothing"}`,
  severity: "error",
  from: { path: `^src/${room}/` },
  to: { path: "^(src|kernel)/", pathNot: [room, ...mayImport[room]].map((to) => `^src/${to}/`) },
}));

module.exports = {
  forbidden: [
    ...arrows,
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
