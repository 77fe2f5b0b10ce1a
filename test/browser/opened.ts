import type { JupyterLab } from "./jupyterLab";
import type { LabPage, Look } from "./labPage";

/** The one JupyterLab and the one browser in which all tests open their notebooks. */
export interface Opened {
  readonly lab: JupyterLab;
  open(notebook: string, look: Look): Promise<LabPage>;
}
