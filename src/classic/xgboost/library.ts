import { readFileSync } from "node:fs";
import { FileError, homePath } from "../../core/index";

/** What set-up wrote of XGBoost. */
type State = { version: string; library: string } | { reason: string; remedy: string };

/**
 * The file of XGBoost's library that set-up loaded.
 *
 * @throws FileError `xgboost: XGBoost's library must be there, got none: it has no wheel for …; …`
 * @internal
 */
export function xgboostLibrary(): string {
  const state = read();
  if (state && "library" in state) return homePath(state.library);
  throw new FileError({
    where: "xgboost",
    required: "XGBoost's library must be there",
    got: state ? `none: ${state.reason}` : "none",
    remedy: state ? state.remedy : "npx tsdescent setup",
  });
}

function read(): State | undefined {
  try {
    return JSON.parse(readFileSync(homePath(".descent/xgboost.json"), "utf8"));
  } catch {
    return undefined;
  }
}
