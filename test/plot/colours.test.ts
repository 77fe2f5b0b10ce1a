import { grounds, midInk, palette, translucent } from "../../src/plot/theme/colours";

// Matrices for linear RGB at full severity: Machado, Oliveira and Fernandes 2009.
const eyes = {
  usual: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};
const okabeIto = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442"];

describe("the palette", () => {
  test.each([grounds.light.background, grounds.dark.background])(
    "has a contrast of 3 : 1 with %s",
    (ground) => {
      for (const colour of palette) expect(contrast(colour, ground)).toBeGreaterThanOrEqual(3);
    },
  );

  test.each(Object.keys(eyes) as (keyof typeof eyes)[])("stays apart in %s", (eye) => {
    expect(nearest(palette, eye)).toBeGreaterThan(7.5);
  });

  test("is at least as far apart for the colour-blind as Okabe and Ito's", () => {
    expect(worst(palette)).toBeGreaterThanOrEqual(worst(okabeIto));
  });
});

test("ink reads on its background, and mid ink on both", () => {
  for (const { ink, background } of Object.values(grounds)) {
    expect(contrast(ink, background)).toBeGreaterThan(12);
    expect(contrast(midInk, background)).toBeGreaterThan(4.3);
  }
});

test("translucent keeps the colour and adds the opacity", () => {
  expect(translucent("#3068e8", 0.2)).toBe("rgba(48,104,232,0.2)");
});

function worst(colours: string[]): number {
  return Math.min(...(Object.keys(eyes) as (keyof typeof eyes)[]).map((eye) => nearest(colours, eye)));
}

function nearest(colours: string[], eye: keyof typeof eyes): number {
  const seen = colours.map((colour) => oklab(through(eyes[eye], linear(colour))));
  const pairs = seen.flatMap((one, at) => seen.slice(0, at).map((other) => distance(one, other)));
  return Math.min(...pairs);
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = linear(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(colour: string): number[] {
  return [1, 3, 5].map((at) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
}

function through(matrix: number[], [red, green, blue]: number[]): number[] {
  return [0, 3, 6].map((at) =>
    Math.max(0, matrix[at] * red + matrix[at + 1] * green + matrix[at + 2] * blue),
  );
}

function oklab([red, green, blue]: number[]): number[] {
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const middle = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short,
  ];
}

function distance(one: number[], other: number[]): number {
  return 100 * Math.hypot(...one.map((value, at) => value - other[at]));
}
