import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuilt } from "../kernel/testKernel";
import { describeWith, missingKernel, python, root } from "./available";
import { folder, names, read, text, type Notebook, type Output } from "./notebook";

const heading = /^(#{1,3}) /;

describe.each(names)("the committed %s", (name) => {
  it("begins a slide with each section, and one below it with each subsection", () => {
    const { cells } = read(join(folder, name));
    const begun = cells.map(({ source, metadata }) => [heading.exec(text(source))?.[1].length, metadata.slideshow]);
    expect(begun.filter(([level]) => level !== undefined).length).toBeGreaterThan(5);
    for (const [at, [level, slideshow]] of begun.entries()) {
      const isHeading = level !== undefined && cells[at].cell_type === "markdown";
      const expected = isHeading ? { slide_type: Number(level) < 3 ? "slide" : "subslide" } : undefined;
      expect([cells[at].id, slideshow]).toEqual([cells[at].id, expected]);
    }
  });
});

describeWith(missingKernel())("nbconvert, set up as this project does", () => {
  const notebook = withPictures(read(join(folder, names[0])));
  let place: string;

  beforeAll(async () => {
    ensureBuilt();
    place = mkdtempSync(join(tmpdir(), "exports-"));
    const { settings } = await import(join(root, "src/setup/steps/export.mjs"));
    writeFileSync(join(place, "jupyter_config.json"), JSON.stringify(settings()));
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  /** Exports a notebook; gives the file that came of it. */
  function exported(given: Notebook, format: string, file: string): string {
    writeFileSync(join(place, "given.ipynb"), JSON.stringify(given));
    const env = { ...process.env, JUPYTER_CONFIG_DIR: place };
    execFileSync(python, ["-m", "nbconvert", "--to", format, "given.ipynb"], { cwd: place, env, stdio: "pipe" });
    return readFileSync(join(place, file), "utf8");
  }

  it("gives each picture in pages and slides its words, and makes a slide of each section", () => {
    const slides = exported(notebook, "slides", "given.slides.html");
    expectWords(exported(notebook, "html", "given.html"));
    expectWords(slides);
    const levels = notebook.cells
      .filter(({ cell_type }) => cell_type === "markdown")
      .map(({ source }) => heading.exec(text(source))?.[1].length ?? 0);
    const sections = levels.filter((level) => level === 1 || level === 2).length;
    const below = levels.filter((level) => level === 3).length;
    expect(slides.match(/<section\b/g)).toHaveLength(2 * sections + below);
    expect(slides).toContain("var scroll = true");
  }, 240_000);

  function expectWords(page: string): void {
    const words = notebook.cells
      .flatMap(({ outputs = [] }) => outputs)
      .flatMap(({ metadata = {} }) => Object.values(metadata as Record<string, { alt?: string }>))
      .map(({ alt }) => alt);
    const alts = [...page.matchAll(/<img alt="([^"]*)"[^>]* src="data:image/g)].map(([, alt]) => decoded(alt));
    expect(words.length).toBeGreaterThan(8);
    expect(alts).toEqual(words);
    expect(page).not.toContain("No description has been provided");
  }

  it("takes figures into LaTeX without Inkscape, also those that somebody drew as SVG", () => {
    const own = '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><circle cx="20" cy="20" r="9"/></svg>';
    const shown = { output_type: "display_data", data: { "image/svg+xml": own }, metadata: {} };
    const drawn = { cell_type: "code", id: "own", metadata: {}, source: "", execution_count: 1, outputs: [shown] };
    // Text needs pandoc, which not every machine has.
    const cells = [...notebook.cells.filter(({ cell_type }) => cell_type === "code"), drawn];
    const latex = exported({ ...notebook, cells } as Notebook, "latex", "given.tex");
    const files = readdirSync(join(place, "given_files"));
    const pdfs = files.filter((name) => name.endsWith(".pdf"));
    expect(pdfs.length).toBeGreaterThan(3);
    expect(pdfs).toEqual(files.filter((name) => name.endsWith(".svg")).map((name) => name.replace(/svg$/, "pdf")));
    for (const name of pdfs) expect(latex).toContain(`{given_files/${name}}`);
    const page = readFileSync(join(place, "given_files", `given_${cells.length - 1}_0.pdf`), "latin1");
    expect(page).toContain("/MediaBox[0 0 60 30]");
  }, 240_000);
});

/** A notebook's headings, and its cells that show pictures. */
function withPictures(notebook: Notebook): Notebook {
  const hasPicture = ({ data = {} }: Output) => Object.keys(data).some((type) => type.startsWith("image/"));
  const cells = notebook.cells.filter(
    ({ cell_type, source, outputs = [] }) =>
      outputs.some(hasPicture) || (cell_type === "markdown" && heading.test(text(source))),
  );
  return { ...notebook, cells };
}

function decoded(attribute: string): string {
  return attribute
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}
