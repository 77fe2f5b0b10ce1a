import Module from "node:module";
import { compiledEndings } from "../../protocol/fileEndings.js";
import type { LoadFile, OwnModules } from "../modules/ownModules.js";

/** Has `require` load the modules beside the notebook as this kernel does: compiled where need be, again when edited. */
export function loadOwnModules(modules: OwnModules): void {
  const { _extensions: known } = Module as unknown as { _extensions: Record<string, LoadFile> };
  for (const ending of compiledEndings) known[ending] = (module, file) => modules.load(module, file);
  known[".js"] = modules.javaScript(known[".js"]);
  known[".json"] = modules.json(known[".json"]);
}
