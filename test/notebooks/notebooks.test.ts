import { readFileSync } from "node:fs";
import { join } from "node:path";
import { someOf } from "../someOf";
import { answers, type Answers } from "./answers";
import { describeWith, isWithoutXgboost, missingKernel, root } from "./available";
import { folder, names, read, run, shown, text, type Cell, type Notebook, type Output, type Run } from "./notebook";

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

/** The exercises with a student's functions in place of the stubs; the last line of each cell, the check, stays. */
function answered(notebook: Notebook, kind: "right" | "wrong", functions: Record<string, string>): Cell[] {
  return codeCells(notebook)
    .filter(isExercise)
    .map((cell) => {
      const check = text(cell.source).trimEnd().split("\n").at(-1);
      return { ...cell, id: `${cell.id}-${kind}`, source: `${functions[cell.id].trim()}\n${check}` };
    });
}

const countsExercises = (cell: Cell) => text(cell.source).includes(".exercises(");

/** The notebook, and after it its exercises with right answers, how many have passed, and the exercises with wrong answers. */
function tried(notebook: Notebook, { right, wrong }: Answers): Notebook {
  const count = { ...codeCells(notebook).find(countsExercises)!, id: "count" };
  const more = [...answered(notebook, "right", right), count, ...answered(notebook, "wrong", wrong)];
  return { ...notebook, cells: [...notebook.cells, ...more] };
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
  describe.each(someOf(names, 3))("%s", (name) => {
    let came: Run;
    const ids = Object.keys(answers[name].right);
    const shownBy = (id: string) => shown(came.notebook.cells.find((cell) => cell.id === id)!);
    beforeAll(async () => {
      came = await run(tried(read(join(folder, name)), answers[name]), { isShort: true });
    }, 400_000);

    it("runs from its first cell to its last, and its claims hold", () => {
      expect(came.failed).toBeUndefined();
      const claims = codeCells(came.notebook).filter((cell) => text(cell.source).includes("course.claim("));
      expect(claims.length).toBeGreaterThan(0);
      const holds = isWithoutXgboost() ? /^✓ |XGBoost is not set up here/ : /^✓ /;
      for (const claim of claims) expect(shown(claim)).toMatch(holds);
      for (const id of ids) expect(shownBy(id)).toMatch(/^○ .* · not answered yet/);
    });

    it("passes the right answers and counts them", () => {
      expect(came.failed).toBeUndefined();
      for (const id of ids) expect(shownBy(`${id}-right`)).toMatch(/^✓ .* · passed\n {2}30 of 30 inputs/);
      expect(shownBy("count")).toContain(`${ids.length} of ${ids.length} exercises passed`);
    });

    it("fails wrong answers kindly, and runs on", () => {
      expect(came.failed).toBeUndefined();
      for (const id of ids) expect(shownBy(`${id}-wrong`)).toMatch(/^✗ .* · failed\n[^]*Hint: /);
    });
  });
});
