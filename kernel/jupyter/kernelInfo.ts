import type { MemoryLimit } from "../session/process/memoryLimit.js";
import type { Project } from "../protocol/project.js";
import { type Content, protocolVersion } from "./message.js";

/** What the kernel says of itself. */
export function kernelInfo({ name, version }: Project, memory: MemoryLimit): Content {
  return {
    status: "ok",
    protocol_version: protocolVersion,
    implementation: name,
    implementation_version: version,
    language_info: {
      name: "typescript",
      version: process.versions.node,
      mimetype: "text/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      codemirror_mode: { name: "javascript", typescript: true },
      nbconvert_exporter: "script",
    },
    banner: `tsdescent ${version}: TypeScript on Node ${process.versions.node}; ${memory.reason}`,
    help_links: [{ text: "TypeScript", url: "https://www.typescriptlang.org/docs/" }],
    debugger: false,
    supported_features: [],
  };
}
