/** The header of a message, as Jupyter's protocol 5.4 has it. */
export interface Header {
  msg_id: string;
  session: string;
  username: string;
  date: string;
  msg_type: string;
  version: string;
}

/** A message of Jupyter's comm protocol; its buffers are base64. */
export interface CommMessage {
  /** The header of a front end's message; in the kernel's, that of the message that it answers. */
  header?: Header;
  type: "comm_open" | "comm_msg" | "comm_close";
  content: Record<string, unknown>;
  metadata: Record<string, unknown>;
  buffers: string[];
}
