import { runChild } from "../child";

interface Losses {
  backend: string;
  mlp: number[];
  cnn: number[];
}

async function trainOn(backend: string): Promise<Losses> {
  const { stdout } = await runChild("test/backend/trainOn.ts", { TSDESCENT_BACKEND: backend });
  return JSON.parse(stdout);
}

let native: Losses;
let others: Losses[];
beforeAll(async () => {
  native = await trainOn("native");
  others = [await trainOn("wasm"), await trainOn("cpu")];
});

test.each(["mlp", "cnn"] as const)(
  "every backend trains the same %s to the same losses over 50 steps",
  (model) => {
    for (const other of others) {
      expect(other[model]).toHaveLength(50);
      const differences = other[model].map((loss, step) => Math.abs(loss - native[model][step]));
      expect(Math.max(...differences)).toBeLessThan(1e-3);
    }
  },
);

test.each(["mlp", "cnn"] as const)("the %s that every backend trains does learn", (model) => {
  const mean = (losses: number[]) => losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  expect(mean(native[model].slice(-10))).toBeLessThan(0.8 * mean(native[model].slice(0, 10)));
});
