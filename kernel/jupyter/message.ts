import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { userInfo } from "node:os";
import type { Header } from "../protocol/comms.js";

/** The part of a message that says something; its fields depend on the message's type. */
export type Content = Record<string, unknown>;

/** One message, with the routing identities that lead back to who sent it. */
export interface Message {
  identities: Buffer[];
  header: Header;
  parent: Header | Record<string, never>;
  metadata: Record<string, unknown>;
  content: Content;
  buffers: Buffer[];
}

/** The version of Jupyter's messaging protocol that this kernel speaks. */
export const protocolVersion = "5.4";

const delimiter = Buffer.from("<IDS|MSG>");

/** Turns messages into signed frames and back; one per kernel, because the key and the session are the kernel's. */
export class Codec {
  readonly session = randomUUID();
  private readonly username = userName();
  private readonly seen = new Set<string>();

  constructor(private readonly key: string) {}

  /** A header for a new message of the kernel. */
  header(type: string): Header {
    const date = new Date().toISOString();
    return {
      msg_id: randomUUID(),
      session: this.session,
      username: this.username,
      date,
      msg_type: type,
      version: protocolVersion,
    };
  }

  /** The frames of a message, signed. */
  encode(message: Message): Buffer[] {
    const { header, parent, metadata, content } = message;
    const body = [header, parent, metadata, content].map((part) => Buffer.from(JSON.stringify(part)));
    return [...message.identities, delimiter, this.sign(body), ...body, ...message.buffers];
  }

  /**
   * The message in these frames.
   *
   * @throws Error when the signature is wrong or was seen before, or when the frames are no message
   */
  decode(frames: Buffer[]): Message {
    const at = frames.findIndex((frame) => frame.equals(delimiter));
    if (at < 0 || frames.length < at + 6)
      throw new Error("wire: a message must have a delimiter and five frames");
    const body = frames.slice(at + 2, at + 6);
    this.verify(frames[at + 1], body);
    const parts = body.map((part) => JSON.parse(part.toString()));
    if (!parts.every(isObject)) throw new Error("wire: the parts of a message must be objects");
    const [header, parent, metadata, content] = parts;
    if (typeof header?.msg_type !== "string") throw new Error("wire: a header must have a msg_type");
    return {
      identities: frames.slice(0, at),
      header,
      parent,
      metadata,
      content,
      buffers: frames.slice(at + 6),
    };
  }

  private sign(body: Buffer[]): Buffer {
    const hmac = createHmac("sha256", this.key);
    for (const part of body) hmac.update(part);
    return Buffer.from(hmac.digest("hex"));
  }

  private verify(signature: Buffer, body: Buffer[]): void {
    const expected = this.sign(body);
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected))
      throw new Error("wire: a message came with a wrong signature");
    const digest = signature.toString();
    if (this.seen.has(digest)) throw new Error("wire: a message came twice");
    this.remember(digest);
  }

  /** Keeps the last signatures, so that a recorded message cannot be replayed. */
  private remember(digest: string): void {
    this.seen.add(digest);
    if (this.seen.size > 65_536) this.seen.delete(this.seen.values().next().value as string);
  }
}

/** Who runs the kernel; in a container its user may have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env.USER || String(process.getuid?.() ?? "user");
  }
}

function isObject(part: unknown): boolean {
  return typeof part === "object" && part !== null && !Array.isArray(part);
}
