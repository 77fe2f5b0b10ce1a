import { onOwnBuiltins } from "./context/builtins.js";
import type { ChildOutput } from "./context/childOutput.js";
import type { Questions } from "./context/questions.js";
import { displaySymbol, show } from "./show/show.js";

interface DisplayOptions {
  displayId?: string;
  update?: boolean;
}

/** Offers cells `display`, `clearOutput` and `input`, and libraries `globalThis[Symbol.for("Jupyter.display")]`. */
export function offer(output: ChildOutput, questions: Questions): void {
  const display = onOwnBuiltins(
    async (value: unknown, { displayId, update = false }: DisplayOptions = {}) => {
      output.send({ type: "display", shown: await show(value), displayId, update });
    },
  );
  const clearOutput = onOwnBuiltins(({ wait = false } = {}) => output.send({ type: "clear", wait }));
  const input = onOwnBuiltins((prompt: unknown = "", { password = false } = {}) =>
    questions.ask(prompt, password),
  );
  const offered = { [displaySymbol]: display, display, clearOutput, input };
  for (const name of Reflect.ownKeys(offered)) define(name, offered[name as keyof typeof offered]);
}

function define(name: PropertyKey, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: false });
}
