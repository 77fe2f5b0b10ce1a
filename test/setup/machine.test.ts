import path from "node:path";
import { Checkout, pathWith } from "./checkout";

const fakePython = (version: string, venv: boolean) =>
  `echo "{\\"file\\": \\"$0\\", \\"version\\": [${version.replaceAll(".", ", ")}], \\"venv\\": ${venv}}"`;

let checkout: Checkout;
beforeAll(() => (checkout = new Checkout()));
afterAll(() => checkout.remove());

let count = 0;
function setUpWith(scripts: Record<string, string>, programs: string[] = []) {
  const folder = pathWith(checkout.path(`bin${count++}`), ["sh", ...programs], scripts);
  return checkout.run(["setup"], { PATH: folder });
}

test("without Python it says which is needed and how to get it", async () => {
  const { code, output } = await setUpWith({ "apt-get": "exit 1" });
  expect(code).toBe(1);
  expect(output).toContain("✘ tsdescent needs Python 3.10 or newer for JupyterLab; found none on PATH");
  if (process.platform === "linux") {
    expect(output).toMatch(/→ (sudo )?apt install python3 python3-venv, then run this again/);
  }
});

test("an old Python is named with its version", async () => {
  const { code, output } = await setUpWith({ python3: fakePython("3.8.10", true) });
  expect(code).toBe(1);
  expect(output).toContain("needs Python 3.10 or newer for JupyterLab; found python3 3.8.10");
});

test("a Debian Python without ensurepip is told apart from none", async () => {
  const { code, output } = await setUpWith({ python3: fakePython("3.11.2", false), "apt-get": "exit 1" });
  expect(code).toBe(1);
  expect(output).toContain(
    "Python 3.11.2 is here, but it cannot make virtual environments (no venv or ensurepip)",
  );
  if (process.platform === "linux") expect(output).toMatch(/→ (sudo )?apt install python3-venv/);
});

test("an old python3 does not hide a newer python3.12", async () => {
  const { output } = await setUpWith({
    python3: fakePython("3.8.10", true),
    "python3.12": fakePython("3.12.1", true),
  });
  expect(output).toContain(`✔ Machine: Node ${process.versions.node} · Python 3.12.1`);
});

test("a python3 that only prints an error is passed over", async () => {
  const { output } = await setUpWith({
    python3: "echo 'pyenv: python3: command not found' >&2; exit 127",
    python: fakePython("3.13.0", true),
  });
  expect(output).toContain("Python 3.13.0");
});

test("an environment that cannot be made is a message and no half environment that passes for a whole one", async () => {
  const { code, output } = await setUpWith({
    python3: `case "$*" in *"-m venv"*) echo 'No space left on device' >&2; exit 1;; esac
${fakePython("3.11.2", true)}`,
  });
  expect(code).toBe(1);
  expect(output).toContain("✘ python -m venv ended with code 1: No space left on device");
  expect(output).toContain("→ check free disk space, then run this again");
  const { python } = await import(path.join(checkout.folder, "src/setup/steps/python.mjs"));
  expect(await python.isDone({})).toBe(false);
});
