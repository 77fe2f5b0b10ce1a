import type { CommMessage } from "../protocol/comms.js";
import type { Content, Message } from "./message.js";

/** Which comms are open, and between whom what goes. */
export class OpenComms {
  private readonly targets = new Map<string, string>();

  /** Answers a comm_info_request. */
  info({ target_name: wanted }: Content): Content {
    const open = [...this.targets].filter(
      ([, target]) => wanted === undefined || wanted === null || target === wanted,
    );
    return { comms: Object.fromEntries(open.map(([id, target_name]) => [id, { target_name }])) };
  }

  /** Notes what a message opens or closes. */
  note({ type, content }: Pick<CommMessage, "type" | "content">): void {
    const id = String(content.comm_id);
    if (type === "comm_open") this.targets.set(id, String(content.target_name));
    else if (type === "comm_close") this.targets.delete(id);
  }

  clear(): void {
    this.targets.clear();
  }
}

/** The comm message that a front end sent, when it is one. */
export function commMessageOf({ header, content, metadata, buffers }: Message): CommMessage | undefined {
  const type = header.msg_type;
  if (type !== "comm_open" && type !== "comm_msg" && type !== "comm_close") return undefined;
  return { header, type, content, metadata, buffers: buffers.map((buffer) => buffer.toString("base64")) };
}
