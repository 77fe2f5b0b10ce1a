import { packagePath } from "../core/index";
import type { About } from "./table";
import type { Classification } from "./classification";
import { fromCsv } from "./fromCsv";

/** A data set with classes from a table in `files`. @internal */
export function bundledTable(file: string, classNames: string[], about: About): Classification {
  return fromCsv(packagePath(`src/data/files/${file}`), { label: "class", classNames, about });
}
