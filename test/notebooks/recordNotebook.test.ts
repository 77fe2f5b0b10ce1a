import { describeWith, missingKernel } from "./available";
import { run, shown, type Cell, type Notebook } from "./notebook";

function notebook(...sources: string[]): Notebook {
  const cells = sources.map((source, index): Cell => ({
    cell_type: "code",
    id: `cell-${index}`,
    metadata: { tags: ["kept"], slideshow: { slide_type: "slide" }, collapsed: true } as Cell["metadata"],
    source,
    execution_count: 99,
    outputs: [{ output_type: "stream", name: "stdout", text: "stale" } as never],
  }));
  return { cells, metadata: { kernelspec: { name: "python3" }, widgets: {} }, nbformat: 4, nbformat_minor: 5 };
}

describeWith(missingKernel())("recording a notebook", () => {
  it("replaces outputs, counts from 1 and strips metadata, but keeps tags and slides", async () => {
    const { notebook: recorded, cells, finished } = await run(notebook("const a = 20;\na + 1", "a + 2"));
    expect(recorded.cells.map((cell) => [cell.execution_count, shown(cell)])).toEqual([
      [1, "21"],
      [2, "22"],
    ]);
    expect(recorded.cells[0].metadata).toEqual({ tags: ["kept"], slideshow: { slide_type: "slide" } });
    expect(recorded.metadata).toEqual({
      kernelspec: { display_name: "Descent (TypeScript)", language: "typescript", name: "descent" },
      language_info: { name: "typescript" },
    });
    expect(cells).toBe(2);
    expect(finished!.seconds).toBeGreaterThan(0);
    expect(finished!.peakBytes).toBeGreaterThan(30 * 2 ** 20);
  });

  it("writes nothing when a cell fails, and says which and why", async () => {
    const given = notebook("1", 'throw new RangeError("too far")');
    const { notebook: left, failed } = await run(given);
    expect(left).toEqual(given);
    expect(failed).toMatchObject({ cell: 2, name: "RangeError", value: "too far" });
  });

  it("writes nothing in the fast setting, which every cell can see", async () => {
    const given = notebook('if (process.env.TSDESCENT_FAST !== "1") throw new Error("slow")');
    const { notebook: left, finished, failed } = await run(given, { fast: true });
    expect([left, failed]).toEqual([given, undefined]);
    expect(finished).toBeDefined();
  });
});
