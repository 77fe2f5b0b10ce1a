import {
  display,
  displaySymbol,
  escaped,
  escapedForPlotly,
  inBytes,
  milliseconds,
  tableBundle,
} from "../../src/show/index";

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

test("text stands in HTML as it is, within an element and in an attribute", () => {
  expect(escaped(`<b title="x">it's &amp;</b>`)).toBe(
    "&lt;b title=&quot;x&quot;&gt;it's &amp;amp;&lt;/b&gt;",
  );
  expect(escaped("")).toBe("");
});

test("Plotly, which knows no &quot;, is handed quotes as they are", () => {
  expect(escapedForPlotly('<b> & "c"')).toBe('&lt;b&gt; &amp; "c"');
});

test("bytes and milliseconds are short", () => {
  expect([512, 1500, 12_345_678].map(inBytes)).toEqual(["512 B", "1.5 kB", "12.3 MB"]);
  expect([0.0584, 12.345].map(milliseconds)).toEqual(["0.058 ms", "12.3 ms"]);
});
