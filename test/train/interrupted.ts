// A child process that Ctrl-C interrupts while it trains.
import "@tensorflow/tfjs-node";
import { fit } from "../../src/train/index";
import { line, linearUnit } from "./models";

async function main(): Promise<void> {
  let told = false;
  const tell = { onBatchEnd: () => void (told || (told = process.stdout.write("training\n"))) };
  const history = await fit(linearUnit(), line(), { loss: "mse", epochs: 1e6, callbacks: [tell] });
  console.log(
    `went on: ${history.stopped} ${history.stepLoss.length > 0} ${process.listenerCount("SIGINT")}`,
  );
}

void main();
