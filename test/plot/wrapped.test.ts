import { textWidth } from "../../src/plot/theme/font";
import { plotlyLayout } from "../../src/plot/theme/plotlyTheme";

const note =
  "Lowest on the grid: 0.04275 at 0.4067, −0.3083; logarithmic levels; 501 places, 300 of them drawn";

interface Layout {
  title: { text: string };
  margin: { t: number };
}

test("a note that is longer than its figure is wide has lines of its own, and room", () => {
  const layoutOf = (text: string) => plotlyLayout("", text, {}) as Layout;
  const [short, long] = [layoutOf("Lowest on the grid: 0"), layoutOf(note)];
  const lines = long.title.text.split("<br>").map((line) => line.replace(/<[^>]*>/g, ""));
  expect(lines.join(" ")).toBe(note);
  expect(lines.map((line) => textWidth(line, 12) <= 480)).toEqual([true, true]);
  expect(short.title.text).not.toContain("<br>");
  expect(long.margin.t - short.margin.t).toBe(23);
});
