import { readFileSync } from "node:fs";
import { isIP } from "node:net";

/** What Jupyter's connection file says: where to listen and the key that signs every message. */
export interface Connection {
  /** An address of this machine; with "ipc" what the paths of the five sockets begin with. */
  ip: string;
  transport: "tcp" | "ipc";
  key: string;
  signatureScheme: "hmac-sha256";
  ports: Record<Channel, number>;
}

/** The five sockets of Jupyter's protocol. */
export type Channel = "shell" | "control" | "stdin" | "iopub" | "hb";

/** All of them. */
export const channels: readonly Channel[] = ["shell", "control", "stdin", "iopub", "hb"];

/**
 * Reads the connection file and refuses one that would leave the kernel open to others: another transport than
 * TCP and the system's local sockets, an address beyond this machine, a message without signature.
 */
export function readConnection(path: string): Connection {
  const file = JSON.parse(readFileSync(path, "utf8"));
  const { ip, transport } = file;
  requireThat(["tcp", "ipc"].includes(transport), `transport must be "tcp" or "ipc", got ${transport}`);
  const isHere = transport === "ipc" || isLoopback(ip);
  requireThat(isHere, `ip must be a loopback address, got ${ip}; start the kernel locally`);
  requireThat(typeof file.key === "string" && file.key !== "", "key must not be empty");
  const scheme = file.signature_scheme ?? "hmac-sha256";
  requireThat(scheme === "hmac-sha256", `signature_scheme must be "hmac-sha256", got ${scheme}`);
  const ports = Object.fromEntries(channels.map((channel) => [channel, file[`${channel}_port`]]));
  return { ip, transport, key: file.key, signatureScheme: scheme, ports } as Connection;
}

function isLoopback(ip: string): boolean {
  return ip === "localhost" || ip === "::1" || (isIP(ip) === 4 && ip.startsWith("127."));
}

function requireThat(holds: boolean, what: string): void {
  if (!holds) throw new Error(`connection file: ${what}`);
}
