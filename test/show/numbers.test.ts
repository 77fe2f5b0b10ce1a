import { tableNumber } from "../../src/show/index";

test.each<[number | undefined, string]>([
  [undefined, ""],
  [0.123456, "0.1235"],
  [12345678, "12345678"],
  [123456.789, "123457"],
  [1, "1"],
  [0, "0"],
  [-0.00001234567, "-0.00001235"],
  [NaN, "NaN"],
  [-Infinity, "-∞"],
])("%d in a table is %s", (value, text) => expect(tableNumber(value)).toBe(text));
