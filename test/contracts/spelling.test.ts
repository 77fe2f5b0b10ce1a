import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = join(__dirname, "../..");

/** What a reader is shown: pages, the notebooks' cells, and what the library says of itself. */
function texts(): [file: string, text: string][] {
  const notebooks = readdirSync(join(root, "notebooks")).filter((name) => name.endsWith(".ipynb"));
  const plain = [
    ...["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "test/bench/README.md"],
    ...typed("src"),
  ];
  return [
    ...plain.map((file): [string, string] => [file, readFileSync(join(root, file), "utf8")]),
    ...notebooks.map((name): [string, string] => [name, cellsOf(join(root, "notebooks", name))]),
  ];
}

function typed(folder: string): string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".ts")).map((name) => `${folder}/${name}`);
}

function cellsOf(file: string): string {
  const { cells } = JSON.parse(readFileSync(file, "utf8")) as { cells: { source: string[] }[] };
  return cells.map(({ source }) => source.join("")).join("\n");
}

test.each([
  [
    "fit, evaluate, predict and compile stand at the top of the library",
    /\bd\.train\.(fit|evaluate|predict)\b/,
  ],
  ["what comes again is told in steps, epochs or milliseconds", /\{[^{}\n]*\bevery: ?\d/],
])("in all texts %s", (_, other) => {
  expect(
    texts()
      .filter(([, text]) => other.test(text))
      .map(([file]) => file),
  ).toEqual([]);
});

test("no comment begins with what its noun is of: the noun stands first", () => {
  const files = [...typed("src"), ...typed("kernel")];
  const turned = files.filter((file) => /\/\*\*\s+(\* )?Of\s/.test(readFileSync(join(root, file), "utf8")));
  expect(turned).toEqual([]);
});

test("an index that hands on what is internal says so, as declarations leave that out", () => {
  const handed = /(\/\*\*[^\n]*\*\/\n)?export (?:type )?\{([^}]*)\} from "(\.\/[^"]+)";/g;
  const silent = typed("src")
    .filter((file) => file.endsWith("/index.ts"))
    .flatMap((file) =>
      [...readFileSync(join(root, file), "utf8").matchAll(handed)].flatMap(([, comment = "", list, from]) => {
        const path = join(root, dirname(file), `${from}.ts`);
        if (comment.includes("@internal") || from.endsWith("/index")) return [];
        const source = readFileSync(path, "utf8");
        const names = list
          .split(",")
          .map((name) => name.replace("type ", "").trim())
          .filter(Boolean);
        const isInternal = (name: string) =>
          new RegExp(
            `@internal(?:(?!\\*/)[^])*\\*/\\s*export (async )?(function|class|const|interface|type) ${name}\\b`,
          ).test(source);
        return names.filter(isInternal).map((name) => `${file}: ${name}`);
      }),
    );
  expect(silent).toEqual([]);
});
