import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { library } from "../../.rooms.cjs";

const root = join(__dirname, "../..");
const page = join(root, "CONTRIBUTING.md");
const [begin, end] = ["<!-- rooms: written from .rooms.cjs by UPDATE_MAP=1 -->", "<!-- end of rooms -->"];

const rooms = Object.entries(library);

async function table(): Promise<string> {
  const rows = rooms.map(
    ([room, { holds, imports }]) => `| \`src/${room}\` | ${holds} | ${imports.join(", ") || "nothing"} |`,
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

test("every folder of src is in the map, and nothing else", () => {
  const folders = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(rooms.map(([room]) => room).sort()).toEqual(folders.map(({ name }) => name).sort());
});

test("arrows point one way: a room may import those above it alone", () => {
  const above = new Set<string>();
  for (const [room, { imports }] of rooms) {
    expect({ room, below: imports.filter((other) => !above.has(other)) }).toEqual({ room, below: [] });
    above.add(room);
  }
});
