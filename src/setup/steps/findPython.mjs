import { howToInstall } from "../system/howToInstall.mjs";
import { onPath } from "../system/onPath.mjs";
import { runCommand } from "../system/runCommand.mjs";
import { SetupError } from "../system/setupError.mjs";

const oldest = [3, 10];
const names = ["python3", "python", ...[14, 13, 12, 11, 10].map((minor) => `python3.${minor}`)];

const question = `
import importlib.util, json, sys
has = lambda name: importlib.util.find_spec(name) is not None
print(json.dumps({"file": sys.executable, "version": list(sys.version_info[:3]), "venv": has("venv") and has("ensurepip")}))
`;

/**
 * A Python that can make virtual environments.
 *
 * @returns {Promise<{file: string, version: string}>}
 * @throws SetupError that says what to install when there is none
 */
export async function findPython() {
  /** @type {{name: string, version: number[], venv: boolean}[]} */
  const seen = [];
  for (const name of names) {
    const python = await ask(name);
    if (!python) continue;
    if (isNewEnough(python.version) && python.venv)
      return { file: python.file, version: python.version.join(".") };
    seen.push({ name, ...python });
  }
  throw missing(seen);
}

/**
 * @param {string} name
 * @returns {Promise<{file: string, version: number[], venv: boolean} | null>}
 */
async function ask(name) {
  if (!onPath([name])) return null;
  const { code, output } = await runCommand(name, ["-c", question], { timeoutMs: 20_000 });
  const answer = output.split("\n").find((line) => line.startsWith("{"));
  return code === 0 && answer ? JSON.parse(answer) : null;
}

/** @param {number[]} version */
function isNewEnough([major, minor]) {
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

/** @param {{name: string, version: number[], venv: boolean}[]} seen */
function missing(seen) {
  const incomplete = seen.find(({ version }) => isNewEnough(version));
  if (incomplete) {
    return new SetupError(
      `Python ${incomplete.version.join(".")} is here, but it cannot make virtual environments (no venv or ensurepip)`,
      { remedy: `${howToInstall("venv")}, then run this again` },
    );
  }
  const found = seen.length ? `found ${seen[0].name} ${seen[0].version.join(".")}` : "found none on PATH";
  return new SetupError(`tsdescent needs Python ${oldest.join(".")} or newer for JupyterLab; ${found}`, {
    remedy: `${howToInstall("python")}, then run this again`,
  });
}
