import { onInterrupt, onInterruptOf } from "../../src/train/interrupt";
import { interruptible } from "./interruptible";

test("an interrupt is the kernel's, else Ctrl-C, or a signal's, until it stops listening", async () => {
  const told: string[] = [];
  const listen = (signal?: AbortSignal) => onInterrupt(() => void told.push("told"), signal);
  const before = process.listenerCount("SIGINT");
  const stop = listen();
  expect(process.listenerCount("SIGINT")).toBe(before + 1);
  process.emit("SIGINT");
  expect([told.length, process.listenerCount("SIGINT")]).toEqual([1, before]);
  stop();
  const unheard = listen();
  unheard();
  expect(process.listenerCount("SIGINT")).toBe(before);
  const abort = new AbortController();
  const stopListening = listen(abort.signal);
  stopListening();
  abort.abort();
  expect(told).toHaveLength(1);
  listen(abort.signal)();
  expect(told).toHaveLength(2);
  const other = new AbortController();
  const last = listen(other.signal);
  other.abort();
  last();
  expect(told).toHaveLength(3);
  await interruptible((interrupt) => {
    const end = onInterruptOf("fit", () => void told.push("kernel"));
    interrupt();
    end();
    interrupt();
    return Promise.resolve();
  });
  expect(told.slice(3)).toEqual(["kernel"]);
  expect(process.listenerCount("SIGINT")).toBe(before);
  expect(() => onInterruptOf("study", () => void told.push("late"), abort.signal)).toThrow(
    "study: it must begin before it is interrupted, but that had happened already; run it again for a result",
  );
  expect([told.at(-1), process.listenerCount("SIGINT")]).toEqual(["late", before]);
});
