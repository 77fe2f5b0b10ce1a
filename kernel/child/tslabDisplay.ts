import { createRequire } from "node:module";
import type { ChildOutput } from "./context/childOutput.js";

interface TslabJupyter {
  lastWriteDisplayData?: (content: TslabDisplayData, update?: boolean) => void;
}

interface TslabDisplayData {
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
  transient: { display_id?: string };
}

/** tslab's public module, its `display` led to this kernel; loaded when a notebook asks for it. */
export function tslabWithDisplay(output: ChildOutput): () => unknown {
  const load = createRequire(__filename);
  return () => {
    const jupyter = load("tslab/dist/jupyter") as TslabJupyter;
    jupyter.lastWriteDisplayData = ({ data, metadata, transient }, update = false) =>
      output.send({ type: "display", shown: { data, metadata }, displayId: transient.display_id, update });
    return load("tslab");
  };
}
