import { readFileSync } from "node:fs";
import { backendChoice } from "../../src/backend/backendChoice";

jest.mock("node:fs", () => ({ ...jest.requireActual("node:fs"), readFileSync: jest.fn() }));
const record = (content: string) => (readFileSync as jest.Mock).mockReturnValue(content);

test("without a record of set-up the fastest backend comes first", () => {
  (readFileSync as jest.Mock).mockImplementation(() => {
    throw new Error("ENOENT");
  });
  expect(backendChoice({})).toEqual({ order: ["native", "wasm", "cpu"], passedOver: [], build: undefined });
});

test("a record that was cut short counts as none", () => {
  record('{"backend": "wa');
  expect(backendChoice({}).order).toEqual(["native", "wasm", "cpu"]);
});

test("native TensorFlow is not tried where set-up chose WebAssembly, and the reason is handed on", () => {
  const passedOver = [{ backend: "wheel", reason: "no compiler", remedy: "apt install g++ make" }];
  record(JSON.stringify({ backend: "wasm", version: "4.22.0", passedOver }));
  expect(backendChoice({})).toEqual({ order: ["wasm", "cpu"], passedOver, build: "wasm" });
});

test("TSDESCENT_BACKEND overrides what set-up chose", () => {
  record('{"backend": "wheel", "version": "2.21.0", "passedOver": []}');
  expect(backendChoice({ TSDESCENT_BACKEND: "wasm" })).toEqual({
    order: ["wasm", "cpu"],
    passedOver: [{ backend: "native", reason: "TSDESCENT_BACKEND is wasm", remedy: "unset it" }],
    build: "wheel",
  });
});

test("a TSDESCENT_BACKEND that names no backend is reported rather than fatal", () => {
  record('{"backend": "wheel", "version": "2.21.0", "passedOver": []}');
  const { order, passedOver } = backendChoice({ TSDESCENT_BACKEND: "cuda" });
  expect(order).toEqual(["native", "wasm", "cpu"]);
  expect(passedOver).toEqual([
    {
      backend: "cuda",
      reason: "TSDESCENT_BACKEND names no backend",
      remedy: "set it to native, wasm, cpu, or not at all",
    },
  ]);
});
