import { withOwnBuiltins } from "../context/builtins.js";
import type { Namespace } from "./imported.js";
import { namespaceOf } from "./namespaceOf.js";

/** Defines a property, as TypeScript has a module do it before its own code. */
export const define: typeof Object.defineProperty = (...given) =>
  withOwnBuiltins(() => Object.defineProperty(...given));

/** What TypeScript has a module call for its imports and exports, on the kernel's built-ins; it looks for them on `this`. */
export const helpers = {
  __importStar: (module: unknown) => withOwnBuiltins(() => namespaceOf(module)),
  __importDefault: (module: unknown) => (isModule(module) ? module : { default: module }),
  __createBinding: (to: Namespace, from: Namespace, name: string, as = name) => bind(to, from, name, as),
  __exportStar: (from: Namespace, to: Namespace) => withOwnBuiltins(() => exportAll(from, to)),
};

function isModule(value: unknown): boolean {
  return Boolean((value as Namespace | null | undefined)?.__esModule);
}

function exportAll(from: Namespace, to: Namespace): void {
  for (const name in from) if (name !== "default" && !Object.hasOwn(to, name)) bind(to, from, name, name);
}

function bind(to: Namespace, from: Namespace, name: string, as: string): void {
  define(to, as, { enumerable: true, get: () => from[name] });
}
