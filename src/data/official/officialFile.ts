import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { checkText, FileError } from "../../core/index";

/** A file as its publisher offers it. */
export interface OfficialFile {
  name: string;
  /** Its size, not compressed. */
  bytes: number;
  /** The checksum of its content, not compressed, in hexadecimal digits. */
  checksum: string;
  /** Its first four bytes as a number, high byte first; left out where a format has none. */
  magic?: number;
}

/** Who publishes such files. */
export interface Publisher {
  /** The function that reads them, for messages. */
  where: string;
  /** How to get them, as a clause: `download … from …`. */
  get: string;
  checksum: "md5" | "sha1";
  /** The folder that unpacking makes, in which the files may still be. */
  folder?: string;
}

/**
 * The content of an official file in a folder, gzipped or not, once its first bytes, size and checksum are found right.
 *
 * ```ts
 * readOfficial(publisher, "data/mnist", { name: "train-labels-idx1-ubyte", bytes: 60008, checksum: "a25b…" });
 * ```
 *
 * @throws FileError when it is missing, cut off, changed, or something else; the message says where to get it
 */
export function readOfficial(publisher: Publisher, dir: string, file: OfficialFile): Buffer {
  checkText(publisher.where, "dir", dir);
  const path = find(publisher, dir, file);
  const content = path.endsWith(".gz") ? unpacked(publisher, path) : readFileSync(path);
  check(publisher, file, content);
  return content;
}

function find({ where, get, folder }: Publisher, dir: string, { name }: OfficialFile): string {
  const folders = [dir, ...(folder ? [join(dir, folder)] : [])];
  const path = folders
    .flatMap((each) => [join(each, name), join(each, `${name}.gz`)])
    .find((each) => existsSync(each));
  if (path) return path;
  throw new FileError({ where, required: `there is no ${name} in ${resolve(dir)}`, remedy: get });
}

function unpacked({ where, get }: Publisher, path: string): Buffer {
  try {
    return gunzipSync(readFileSync(path));
  } catch (error) {
    const required = `${path} must be a gzip file`;
    throw new FileError({ where, required, got: (error as Error).message, remedy: again(get) });
  }
}

function check(publisher: Publisher, { name, bytes, checksum, magic }: OfficialFile, content: Buffer): void {
  const refuse = (required: string, got?: unknown) => {
    throw new FileError({ where: publisher.where, required, got, remedy: again(publisher.get) });
  };
  const begins = content.length < 4 ? NaN : content.readUInt32BE(0);
  if (magic !== undefined && begins !== magic)
    refuse(`${name} must begin with ${hexadecimal(magic)}`, hexadecimal(begins));
  if (content.length !== bytes) refuse(`${name} must be ${bytes} bytes`, content.length);
  if (createHash(publisher.checksum).update(content).digest("hex") !== checksum)
    refuse(`${name} is ${bytes} bytes but its checksum differs`);
}

function again(get: string): string {
  return `delete it and ${get}`;
}

function hexadecimal(value: number): string {
  return Number.isNaN(value) ? "fewer than 4 bytes" : `0x${value.toString(16).padStart(8, "0")}`;
}
