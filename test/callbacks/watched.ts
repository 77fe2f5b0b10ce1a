// A child process that trains in a terminal, watched by the callbacks that are named.
import "@tensorflow/tfjs-node";
import { callbacks } from "../../src";
import { fit } from "../../src/train/index";
import { line, linearUnit } from "../train/models";

async function main(epochs: number, names: string[]): Promise<void> {
  const watching = names.map((name) => callbacks[name as "progress" | "liveFigure"]());
  await fit(linearUnit(), line(), { loss: "mse", epochs, validation: 0.25, callbacks: watching });
  console.log("went on");
}

void main(Number(process.argv[2]), process.argv.slice(3));
