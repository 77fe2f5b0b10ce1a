import {
  createConverter,
  type ConvertResult,
  type Converter as Tslab,
  type Diagnostic as TslabDiagnostic,
} from "tslab/dist/converter";
import { getCodeMetadata } from "tslab/dist/metadata";
import { codeFrame } from "../../language/messages/codeFrame.js";
import type { OtherConverter } from "../../language/notebookLanguage.js";
import type { Conversion, Diagnostic } from "../../protocol/conversion.js";
import type { Project } from "../../protocol/project.js";
import type { TslabRunnable } from "../../protocol/runnable.js";
import { adaptSystem } from "./tslabSystem.js";

/** Converts cells with tslab's converter: what tslab accepts, in the way in which tslab does it. */
export class TslabConverter implements OtherConverter {
  private readonly tslab: Tslab;
  private declarations = "";

  constructor(project: Project, folder: string) {
    adaptSystem(project, folder);
    this.tslab = createConverter();
  }

  convert(code: string): Conversion {
    const { module: name, ...rest } = getCodeMetadata(code);
    if (name) return this.addModule(name, code, rest);
    const converted = this.tslab.convert(this.declarations, code);
    if (converted.diagnostics.length > 0)
      return { diagnostics: converted.diagnostics.map((one) => describe(one, code)) };
    this.declarations = converted.declOutput ?? "";
    return { runnable: runnableOf(converted) };
  }

  reset(): void {
    this.declarations = "";
  }

  /** A cell with `@module name` in its comment is kept as a module that later cells import. */
  private addModule(name: string, code: string, meta: object): Conversion {
    const diagnostics = this.tslab.addModule(name, code, meta).map((one) => describe(one, code));
    return diagnostics.length > 0 ? { diagnostics } : { runnable: { mode: "tslab", code: "", modules: [] } };
  }
}

function runnableOf({ output = "", sideOutputs = [], lastExpressionVar }: ConvertResult): TslabRunnable {
  const modules = sideOutputs.map(({ path, data }) => ({ path, code: data }));
  return { mode: "tslab", code: output, modules, lastName: lastExpressionVar };
}

function describe({ messageText, start, end, fileName }: TslabDiagnostic, code: string): Diagnostic {
  const { line, character: column } = start;
  const frame = fileName ? "" : codeFrame(code, { line, column, length: end.offset - start.offset });
  return { message: messageText, line, column, file: fileName, frame };
}
