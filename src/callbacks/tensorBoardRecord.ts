import protobuf from "protobufjs";
import { crc32c } from "./crc32c";

/** One event of TensorBoard's log: the version of the file, or scalars at a step. */
export interface TensorBoardEvent {
  /** Seconds since 1970. */
  wallTime: number;
  step?: number;
  fileVersion?: string;
  summary?: { value: { tag: string; simpleValue: number }[] };
}

// tensorflow/core/util/event.proto and tensorflow/core/framework/summary.proto, as far as they are written here.
const { root } = protobuf.parse(`
  syntax = "proto3";
  message Summary {
    message Value { string tag = 1; float simple_value = 2; }
    repeated Value value = 1;
  }
  message Event {
    double wall_time = 1;
    int64 step = 2;
    oneof what { string file_version = 3; Summary summary = 5; }
  }
`);
const eventType = root.lookupType("Event");

/**
 * An event as a TFRecord: length and data, each followed by a masked CRC-32C.
 *
 * Layout: tensorflow/core/lib/io/record_writer.h.
 */
export function eventRecord(event: TensorBoardEvent): Buffer {
  const data = Buffer.from(eventType.encode(eventType.fromObject(event)).finish());
  const record = Buffer.alloc(data.length + 16);
  record.writeBigUInt64LE(BigInt(data.length), 0);
  record.writeUInt32LE(maskedCrc(record.subarray(0, 8)), 8);
  data.copy(record, 12);
  record.writeUInt32LE(maskedCrc(data), 12 + data.length);
  return record;
}

function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
