import fs from "node:fs";
import http from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { someOf } from "../someOf";
import { Checkout, noNetwork } from "./checkout";

jest.setTimeout(300_000);

let checkout: Checkout;
beforeEach(() => {
  checkout = new Checkout();
  checkout.linkVenv();
  checkout.compileQuickly();
});
afterEach(() => checkout.remove());

/** An index that takes a request and never answers. */
async function silentIndex() {
  const server = http.createServer(() => {}).listen(0, "127.0.0.1");
  await once(server, "listening");
  const asked = once(server, "request");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/simple`;
  const close = () => (server.closeAllConnections(), server.close());
  return { asked, close, env: { ...noNetwork, PIP_INDEX_URL: url, PIP_CERT: "" } };
}

/** Processes whose working folder is the checkout. */
function processesIn(folder: string): string[] {
  return fs
    .readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => {
      try {
        return fs.readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
      } catch {
        return false;
      }
    });
}

const signals = [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const;

test.each(someOf(signals, 1))(
  "%s in the middle of a download ends pip too, and leaves neither lock nor folder",
  async (signal, code) => {
    const index = await silentIndex();
    const { child, ended } = checkout.start(["setup"], index.env);
    await index.asked;
    child.kill(signal);
    const outcome = await ended;
    index.close();
    expect(outcome.code).toBe(code);
    expect(outcome.output).toContain("Stopped. Run it again any time: what was done stays done.");
    expect(outcome.output).not.toContain("passed over");
    expect(fs.readdirSync(checkout.path(".descent/tmp"))).toEqual([]);
    expect(fs.existsSync(checkout.path(".descent/lock"))).toBe(false);
    if (process.platform === "linux") expect(processesIn(checkout.folder)).toEqual([]);

    const next = await checkout.run(["setup"], noNetwork);
    expect(next.code).toBe(0);
  },
);

test("a second set-up waits for the first, and finds everything done", async () => {
  const first = checkout.start(["setup", "--backend", "wasm"]);
  await waitFor(() => fs.existsSync(checkout.path(".descent/lock")));
  const second = checkout.start(["setup", "--backend", "wasm"]);
  const [one, two] = await Promise.all([first.ended, second.ended]);
  expect([one.code, two.code]).toEqual([0, 0]);
  expect(two.output).toBe(
    `waiting for the set-up that process ${first.child.pid} is running\n✔ Everything is set up: TensorFlow 4.22.0 (wasm)\n`,
  );
});

test("the lock of a set-up that was killed holds nobody up", async () => {
  fs.mkdirSync(checkout.path(".descent"));
  const gone = checkout.start(["help"]);
  await gone.ended;
  fs.writeFileSync(checkout.path(".descent/lock"), String(gone.child.pid));
  const { code, output } = await checkout.run(["setup", "--backend", "wasm"]);
  expect(code).toBe(0);
  expect(output).not.toContain("waiting");
});

async function waitFor(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
