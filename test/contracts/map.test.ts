import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { format } from "prettier";
import { kernel, library } from "../../.rooms.cjs";

const root = join(__dirname, "../..");
const page = join(root, "CONTRIBUTING.md");
const [begin, end] = ["<!-- rooms: written from .rooms.cjs by UPDATE_MAP=1 -->", "<!-- end of rooms -->"];

const rooms = { src: Object.entries(library), kernel: Object.entries(kernel) };
const bases = ["src", "kernel"] as const;

async function table(): Promise<string> {
  const rows = bases.flatMap((base) =>
    rooms[base].map(
      ([room, { holds, imports }]) =>
        `| \`${base}/${room}\` | ${holds} | ${imports.join(", ") || "nothing"} |`,
    ),
  );
  const text = ["| room | what it holds | may import |", "|---|---|---|", ...rows].join("\n");
  return (await format(text, { parser: "markdown" })).trim();
}

test("CONTRIBUTING's map is what the rules of the arrows say (UPDATE_MAP=1 writes it)", async () => {
  const text = readFileSync(page, "utf8");
  const [before, , after] = text.split(new RegExp(`${begin}|${end}`));
  const written = `${before}${begin}\n\n${await table()}\n\n${end}${after}`;
  if (process.env.UPDATE_MAP) writeFileSync(page, written);
  expect(readFileSync(page, "utf8")).toBe(written);
});

test.each(bases)("every folder of %s is in the map, and nothing else", (base) => {
  const folders = readdirSync(join(root, base), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(rooms[base].map(([room]) => room).sort()).toEqual(folders.map(({ name }) => name).sort());
});

test.each(bases)("arrows of %s point one way: a room may import those above it alone", (base) => {
  const above = new Set<string>();
  for (const [room, { imports }] of rooms[base]) {
    expect({ room, below: imports.filter((other) => !above.has(other)) }).toEqual({ room, below: [] });
    above.add(room);
  }
});

test.each(["A cell's way", "A step's way", "A figure's way"])(
  "%s goes through files that are there",
  (title) => {
    const [, way] = readFileSync(page, "utf8").split(`## ${title}\n`);
    const named = [...way.split("\n## ")[0].matchAll(/`([\w/.]+\.ts)`/g)].map(([, file]) => `/${file}`);
    const files = bases.flatMap((base) =>
      readdirSync(join(root, base), { recursive: true }).map((file) => `/${base}/${file as string}`),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !files.some((file) => file.endsWith(name)))).toEqual([]);
  },
);

/** Folders where a file is one thing of a kind, however short: an optimiser, a callback, a figure, a magic. */
const oneThingAFile = [
  "kernel/protocol",
  "kernel/child/patches",
  "src/math",
  ...["src/backend/kernels", "src/backend/gradients"],
  "src/data",
  ...["src/optim", "src/optim/schedules", "src/optim/constraints"],
  ...["src/nn", "src/nn/models", "src/nn/mended"],
  "src/scratch",
  ...["src/train/augment", "src/train/attribution", "src/train/losses", "src/train/metrics"],
  ...["linear", "svm", "preprocess", "neighbors", "forest"].map((kind) => `src/classic/${kind}`),
  "src/callbacks",
  ...["samplers", "pruners", "search"].map((kind) => `src/tune/${kind}`),
  "src/course/tasks",
  ...["basics", "training", "networks", "classification", "regression", "images", "tuning", "theory"].map(
    (topic) => `src/plot/${topic}`,
  ),
  ...["backends", "commands", "steps", "system"].map((kind) => `src/setup/${kind}`),
];

test("elsewhere few files have so few lines that they belong to a neighbour", () => {
  const short = bases.flatMap((base) =>
    (readdirSync(join(root, base), { recursive: true }) as string[])
      .map((file) => join(base, file))
      .filter((file) => /\.(ts|mjs|cjs)$/.test(file) && !/\/(index|forUsers)\.\w+$/.test(file))
      .filter((file) => !oneThingAFile.includes(dirname(file)))
      .filter((file) => readFileSync(join(root, file), "utf8").split("\n").length <= 41),
  );
  expect({ most: 80, short: short.length > 80 ? short : [] }).toEqual({ most: 80, short: [] });
});
