import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";
import { home, peerPython } from "../peers.mjs";
import { WORKLOADS } from "./workloads.mjs";

const load = createRequire(import.meta.url);
const systems = /** @type {const} */ (["plotly", "altair", "matplotlib"]);

/** plotly.py, Altair and matplotlib in one Python process, and tfjs-vis in a page. */
export class FigurePeers {
  #folder;
  #process = spawn(peerPython, [path.join(import.meta.dirname, "peers.py")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  #answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();

  /** @param {string} folder for pages */
  constructor(folder) {
    this.#folder = folder;
  }

  /**
   * Who takes part in a stage: matplotlib has no page and no spec, tfjs-vis has nothing but its page.
   *
   * @param {string} workload
   * @param {string} stage
   * @param {import("./page.mjs").Page} page
   * @returns {{system: string, draw: () => Promise<{ms: number, bytes: number}>}[]}
   */
  drawings(workload, stage, page) {
    const python = systems.filter((system) => system !== "matplotlib" || stage === "svg" || stage === "png");
    const ofPython = python.map((system) => ({
      system,
      draw: () => this.#draw(system, workload, stage, page),
    }));
    if (stage !== "paint") return ofPython;
    return [...ofPython, { system: "tfjs-vis", draw: () => page.paint(this.#visPage(workload)) }];
  }

  /** @param {string} system @param {string} workload @param {string} stage @param {import("./page.mjs").Page} page */
  async #draw(system, workload, stage, page) {
    if (stage !== "paint") return this.#ask({ system, workload, stage });
    const file = path.join(this.#folder, `${system}.html`);
    await this.#ask({ system, workload, stage: "page", file });
    return page.paint(file);
  }

  /** @param {Record<string, string>} asked */
  async #ask(asked) {
    this.#process.stdin.write(`${JSON.stringify(asked)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error("its process has ended");
    const answer = JSON.parse(value);
    if (answer.failed) throw new Error(answer.failed);
    return answer;
  }

  /** As its documentation says: TensorFlow.js and tfjs-vis in scripts. @param {string} workload */
  #visPage(workload) {
    const file = path.join(this.#folder, "tfjs-vis.html");
    const scripts = [
      load.resolve("@tensorflow/tfjs/dist/tf.min.js"),
      path.join(home, "node_modules/@tensorflow/tfjs-vis/dist/tfjs-vis.umd.min.js"),
    ].map(
      (script) => `<script>${readFileSync(script, "utf8").replaceAll("</script", "<\\/script")}</script>`,
    );
    const draw = `const box = document.getElementById("box"); ${WORKLOADS[workload].tfvis}`;
    writeFileSync(file, `<!doctype html><div id="box"></div>${scripts.join("")}<script>${draw}</script>`);
    return file;
  }

  end() {
    this.#process.stdin.end();
  }
}
