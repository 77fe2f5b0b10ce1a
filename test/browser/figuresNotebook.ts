import { writeFileSync } from "node:fs";
import { type DisplayData, displaySymbol } from "../../src/show/index";
import { shownExamples } from "../contracts/figures.examples";

// A child process: writes to the file CELLS, as JSON, a notebook's cells, one for each of FIGURES, with what the kernel would
// have sent for it.
async function cells(): Promise<object[]> {
  const drawn = [];
  const examples = shownExamples();
  for (const name of process.env.FIGURES!.split("\n")) {
    const { data, metadata } = (await examples[name]()[displaySymbol]()) as DisplayData;
    drawn.push({
      source: name,
      outputs: [{ output_type: "execute_result", execution_count: drawn.length + 1, data, metadata }],
    });
  }
  return drawn;
}

void cells().then((all) => writeFileSync(process.env.CELLS!, JSON.stringify(all)));
