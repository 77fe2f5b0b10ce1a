import { display, displaySymbol, tableBundle } from "../../src/core/index";

const kernel = globalThis as Record<symbol, unknown>;
afterEach(() => delete kernel[displaySymbol]);

test("while a kernel runs, it is handed the value and where to show it", async () => {
  const seen: unknown[] = [];
  kernel[displaySymbol] = async (...given: unknown[]) => void seen.push(...given);
  const value = { [displaySymbol]: () => ({ "text/plain": "a figure" }) };
  await display(value, { displayId: "loss", update: true });
  expect(seen).toEqual([value, { displayId: "loss", update: true }]);
});

test("without a kernel a value prints its plain text", async () => {
  const log = jest.spyOn(console, "log").mockImplementation(() => undefined);
  await display({ [displaySymbol]: () => ({ "text/plain": "a figure" }) });
  await display({ [displaySymbol]: async () => ({ data: { "text/plain": "another" }, metadata: {} }) });
  expect(log.mock.calls).toEqual([["a figure"], ["another"]]);
  log.mockRestore();
});

test("a table is HTML without markup of the data, and aligned text", () => {
  const shown = tableBundle({
    title: "a & b",
    header: ["x", "class"],
    rows: [["10", "<b>"]],
    notes: ["end"],
  });
  expect(shown["text/html"]).toBe(
    "<p>a &amp; b</p><table><thead><tr><th>x</th><th>class</th></tr></thead>" +
      "<tbody><tr><td>10</td><td>&lt;b&gt;</td></tr></tbody></table><p>end</p>",
  );
  expect(shown["text/plain"]).toBe("a & b\nx   class\n10  <b>\nend");
});
