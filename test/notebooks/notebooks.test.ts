import { readFileSync } from "node:fs";
import { join } from "node:path";
import { answers } from "./answers";
import { describeWith, isWithoutXgboost, missingKernel, root } from "./available";
import { folder, names, read, run, shown, text, type Cell, type Notebook, type Output } from "./notebook";

const figureTypes = ["application/vnd.plotly.v1+json", "application/vnd.vegalite.v5+json"];

const codeCells = ({ cells }: Notebook) => cells.filter(({ cell_type }) => cell_type === "code");
const sources = (cells: Cell[]) => cells.map((cell) => text(cell.source));
const isExercise = (cell: Cell) => cell.metadata.tags?.includes("exercise") ?? false;

function figures(notebook: Notebook): { id: string; output: Output }[] {
  return codeCells(notebook).flatMap(({ id, outputs }) =>
    (outputs ?? [])
      .filter(({ data }) => figureTypes.some((type) => type in (data ?? {})))
      .map((output) => ({ id, output })),
  );
}

function errors(notebook: Notebook): string[] {
  return codeCells(notebook).flatMap(({ id, outputs }) =>
    (outputs ?? [])
      .filter(({ output_type }) => output_type === "error")
      .map(({ ename, evalue }) => `${id}: ${ename}: ${evalue}`),
  );
}

/** The notebook with a student's functions in place of the stubs; the last line of each cell, the check, stays. */
function answered(notebook: Notebook, functions: Record<string, string>): Notebook {
  const fill = (cell: Cell): Cell => {
    const check = text(cell.source).trimEnd().split("\n").at(-1);
    return functions[cell.id] ? { ...cell, source: `${functions[cell.id].trim()}\n${check}` } : cell;
  };
  return { ...notebook, cells: notebook.cells.map(fill) };
}

/** The notebook without the cells that neither an exercise nor its answer needs. */
function exercisesOnly(notebook: Notebook, needed: string[]): Notebook {
  const cells = codeCells(notebook).filter(
    (cell) => isExercise(cell) || needed.includes(cell.id) || text(cell.source).includes(".exercises("),
  );
  return { ...notebook, cells };
}

describe.each(names)("the committed %s", (name) => {
  const notebook = read(join(folder, name));
  const code = codeCells(notebook);

  it("opens with its claim and its minutes", () => {
    const [first] = sources(notebook.cells);
    expect(notebook.cells[0].cell_type).toBe("markdown");
    expect(first).toMatch(/^# \d+ · /);
    expect(first).toMatch(/claim/i);
    expect(first).toMatch(/\d+ minutes/);
  });

  it("has at least four exercises, one prediction that is revealed, and a claim", () => {
    expect(code.filter(isExercise).length).toBeGreaterThanOrEqual(4);
    const all = sources(code).join("\n");
    expect(all.match(/\bpredictFirst\(/g)).toHaveLength(1);
    expect(all).toContain(".reveal(");
    expect(all).toContain("course.claim(");
  });

  it("checks each exercise with one line that shows no answer", () => {
    for (const source of sources(code.filter(isExercise))) {
      expect(source.trimEnd().split("\n").at(-1)).toMatch(/^await d\.course\.exercise\("[\w-]+"\)\.check\(\w+\)$/);
      expect(source).toContain("// your code here");
    }
  });

  it("was written by npm run notebooks: counts 1 to n, no stray metadata, readable ids", () => {
    expect(code.map(({ execution_count }) => execution_count)).toEqual(code.map((_, index) => index + 1));
    for (const { id, metadata } of notebook.cells) {
      expect(id).toMatch(/^[a-z][a-z0-9-]+$/);
      const { tags: _, slideshow, ...stray } = metadata;
      expect(stray).toEqual({});
      if (slideshow) expect(slideshow).toEqual({ slide_type: expect.stringMatching(/^(slide|subslide)$/) });
    }
    expect(new Set(notebook.cells.map(({ id }) => id)).size).toBe(notebook.cells.length);
    expect(notebook.metadata).toMatchObject({ kernelspec: { name: "descent" } });
  });

  it("shows no error and no warning", () => {
    expect(errors(notebook)).toEqual([]);
    const streams = code.flatMap(({ outputs }) => outputs ?? []).filter((output) => "name" in output);
    expect(streams.filter((output) => (output as unknown as { name: string }).name === "stderr")).toEqual([]);
  });

  it("has figures that show everywhere, each with its words", () => {
    const all = figures(notebook);
    expect(all.length).toBeGreaterThanOrEqual(3);
    for (const { id, output } of all) {
      const still = output.data?.["image/png"] ?? output.data?.["image/svg+xml"];
      expect([id, still !== undefined]).toEqual([id, true]);
      expect(text(output.data?.["text/plain"]).length).toBeGreaterThan(30);
    }
  });

  it("keeps its cells short", () => {
    const lengths = sources(code).map((source) => source.split("\n").length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(25);
    expect(lengths.filter((length) => length > 20).length).toBeLessThanOrEqual(code.length / 10);
  });

  it("keeps its lines within 100 characters", () => {
    const lines = code.flatMap(({ id, source }) => text(source).split("\n").map((line) => ({ id, line })));
    expect(lines.filter(({ line }) => line.length > 100)).toEqual([]);
  });

  it("has a diagnosis, a history with references, and claims, each under a heading", () => {
    const prose = sources(notebook.cells.filter(({ cell_type }) => cell_type === "markdown")).join("\n");
    const headings = [...prose.matchAll(/^##+ (.*)$/gm)].map(([, heading]) => heading);
    for (const part of [/diagnosis/i, /where this comes from/i, /does the claim hold/i])
      expect([part, headings.some((heading) => part.test(heading))]).toEqual([part, true]);
    const history = prose.slice(prose.search(/^## .*where this comes from/im));
    expect(history).toMatch(/^- \*\*\d{4}/m);
    expect(history).toMatch(/^\*\*References\*\*$/m);
    expect(history).toMatch(/doi\.org|arxiv\.org/);
  });

  it("stands in the README's table", () => {
    expect(readFileSync(join(root, "README.md"), "utf8")).toMatch(new RegExp(`\\]\\(notebooks/${name}\\) *\\| *\\S`));
  });

  it("gives every picture in its text a description", () => {
    const prose = sources(notebook.cells.filter(({ cell_type }) => cell_type === "markdown")).join("\n");
    expect(prose).not.toMatch(/!\[\]\(/);
    expect(prose).not.toMatch(/<img(?![^>]*\balt=)/);
  });

  it("has a right and a wrong answer here for every exercise", () => {
    const ids = code.filter(isExercise).map(({ id }) => id);
    expect(Object.keys(answers[name]?.right ?? {})).toEqual(ids);
    expect(Object.keys(answers[name]?.wrong ?? {})).toEqual(ids);
  });
});

describeWith(missingKernel())("on the real kernel", () => {
  it.each(names)(
    "%s runs from its first cell to its last, and its claims hold",
    async (name) => {
      const { notebook, failed } = await run(read(join(folder, name)), { fast: true });
      expect(failed).toBeUndefined();
      const claims = codeCells(notebook).filter((cell) => text(cell.source).includes("course.claim("));
      expect(claims.length).toBeGreaterThan(0);
      const holds = isWithoutXgboost() ? /^✓ |XGBoost is not set up here/ : /^✓ /;
      for (const claim of claims) expect(shown(claim)).toMatch(holds);
      for (const exercise of codeCells(notebook).filter(isExercise))
        expect(shown(exercise)).toMatch(/^○ .* · not answered yet/);
    },
    300_000,
  );

  it.each(names)(
    "%s passes the right answers and counts them",
    async (name) => {
      const { notebook, failed } = await run(
        answered(exercisesOnly(read(join(folder, name)), answers[name].needs), answers[name].right),
      );
      expect(failed).toBeUndefined();
      const exercises = codeCells(notebook).filter(isExercise);
      for (const exercise of exercises) expect(shown(exercise)).toMatch(/^✓ .* · passed\n {2}30 of 30 inputs/);
      const progress = codeCells(notebook).find((cell) => text(cell.source).includes(".exercises("));
      expect(shown(progress!)).toContain(`${exercises.length} of ${exercises.length} exercises passed`);
    },
    120_000,
  );

  it.each(names)(
    "%s fails wrong answers kindly, and runs on",
    async (name) => {
      const { notebook, failed } = await run(
        answered(exercisesOnly(read(join(folder, name)), answers[name].needs), answers[name].wrong),
      );
      expect(failed).toBeUndefined();
      for (const exercise of codeCells(notebook).filter(isExercise))
        expect(shown(exercise)).toMatch(/^✗ .* · failed\n[^]*Hint: /);
    },
    120_000,
  );
});
