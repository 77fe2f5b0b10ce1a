// A script that the page runs: what is wrong with the texts of the drawings in it.
// Text is measured by the browser, letter by letter; in height it counts from the top of capitals to just below the line.

const capitals = 0.75;
const below = 0.2;
const reachesBelow = /[^A-IK-PR-Z0-9a-fhik-or-xz.%+\-\u2212× :=~<>^°·–…]/;
const ascent = 0.97;

/** A line of text as the four corners of its letters, and what else is asked about it. */
function linesIn(root) {
  return [...root.querySelectorAll("text")].filter(isSeen).flatMap((text) => {
    const parts = [text, ...text.querySelectorAll("tspan")].filter(
      (part) => part.children.length === 0 && part.textContent.trim() !== "",
    );
    return parts.map((part) => ({ element: part, text: part.textContent, corners: cornersOf(part) }));
  });
}

function isSeen(text) {
  let opacity = 1;
  for (let at = text; at instanceof Element; at = at.parentElement) {
    const style = getComputedStyle(at);
    if (style.display === "none" || style.visibility === "hidden") return false;
    opacity *= Number(style.opacity);
  }
  const { fill, fillOpacity, fontSize } = getComputedStyle(text);
  return parseFloat(fontSize) > 1 && opacity * Number(fillOpacity) * colourOf(fill)[3] > 0.05;
}

function cornersOf(part) {
  const [first, last] = [0, part.getNumberOfChars() - 1].map((at) => part.getExtentOfChar(at));
  const { x: left, y } = first;
  const right = last.x + last.width;
  const em = parseFloat(getComputedStyle(part).fontSize);
  const top = y + (ascent - capitals) * em;
  const bottom = y + (ascent + (reachesBelow.test(part.textContent) ? below : 0)) * em;
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ].map(([atX, atY]) => {
    const { x: pageX, y: pageY } = new DOMPoint(atX, atY).matrixTransform(part.getScreenCTM());
    return [pageX, pageY];
  });
}

/** Whether two shapes may touch: what the slower measure need not look at. */
function areNear(one, other) {
  return [0, 1].every((axis) => {
    const [a, b] = [one, other].map((corners) => corners.map((corner) => corner[axis]));
    return Math.min(...a) < Math.max(...b) && Math.min(...b) < Math.max(...a);
  });
}

/** How far two convex shapes lie in one another, px: the least over the directions of their sides. */
function depthOf(one, other) {
  let least = Infinity;
  for (const shape of [one, other])
    for (let at = 0; at < shape.length; at++) {
      const [[fromX, fromY], [toX, toY]] = [shape[at], shape[(at + 1) % shape.length]];
      const length = Math.hypot(toX - fromX, toY - fromY) || 1;
      const along = (corners) => corners.map(([x, y]) => (x * (fromY - toY) + y * (toX - fromX)) / length);
      const [a, b] = [along(one), along(other)];
      least = Math.min(
        least,
        Math.min(Math.max(...a), Math.max(...b)) - Math.max(Math.min(...a), Math.min(...b)),
      );
    }
  return least;
}

function outBy(corners, { left, right, top, bottom }) {
  return Math.max(...corners.flatMap(([x, y]) => [left - x, x - right, top - y, y - bottom]));
}

/** What cuts an element: the page's rectangle of each clip path around it. */
function clipsOf(element) {
  const clips = [];
  for (let at = element; at instanceof SVGElement; at = at.parentElement) {
    const id = /url\("?#([^")]*)/.exec(at.getAttribute("clip-path") ?? at.style.clipPath ?? "")?.[1];
    const shape = id && document.getElementById(id)?.firstElementChild;
    if (!shape) continue;
    const { x, y, width, height } = shape.getBBox();
    const matrix = at.getScreenCTM();
    const [from, to] = [new DOMPoint(x, y), new DOMPoint(x + width, y + height)].map((one) =>
      one.matrixTransform(matrix),
    );
    clips.push({ left: from.x, top: from.y, right: to.x, bottom: to.y });
  }
  return clips;
}

function colourOf(css) {
  const numbers = (/rgba?\(([^)]*)\)/.exec(css)?.[1] ?? "0,0,0,0").split(/[, /]+/).map(Number);
  return [...numbers.slice(0, 3), numbers[3] ?? 1];
}

function over([red, green, blue, alpha], ground) {
  return [red, green, blue].map((value, at) => alpha * value + (1 - alpha) * ground[at]);
}

function luminance(colour) {
  const [red, green, blue] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of a text with what lies beneath its middle, by WCAG 2.2. */
function contrastOf(line, ground) {
  const [x, y] = [0, 1].map((axis) => line.corners.reduce((sum, corner) => sum + corner[axis] / 4, 0));
  const stack = document.elementsFromPoint(x, y);
  const from = stack.findIndex((one) => one === line.element || one.contains(line.element));
  const beneath = stack.slice(from + 1).filter((one) => one instanceof SVGGeometryElement);
  const colour = beneath.reverse().reduce((under, one) => {
    const style = getComputedStyle(one);
    const [red, green, blue, alpha] = colourOf(style.fill);
    let seen = alpha * Number(style.fillOpacity);
    for (let at = one; at instanceof Element; at = at.parentElement)
      seen *= Number(getComputedStyle(at).opacity);
    return over([red, green, blue, seen], under);
  }, ground);
  const style = getComputedStyle(line.element);
  const [red, green, blue, alpha] = colourOf(style.fill);
  const [darker, lighter] = [luminance(colour), luminance(over([red, green, blue, alpha], colour))].sort(
    (a, b) => a - b,
  );
  return (lighter + 0.05) / (darker + 0.05);
}

/** Sentences about texts of the drawing in `root` that leave it, are cut, lie on one another or can hardly be read, and its width. */
window.textFaults = (root, room) => {
  const drawing = root.querySelector("svg");
  const frame = drawing.getBoundingClientRect();
  const ground = colourOf(getComputedStyle(document.body).backgroundColor).slice(0, 3);
  const lines = linesIn(root);
  const faults = [];
  if (frame.width > room + 1)
    faults.push(`the figure is ${Math.round(frame.width)} px wide where ${room} are`);
  for (const { text, corners, element } of lines) {
    const out = outBy(corners, frame);
    if (out > 1) faults.push(`"${text}" leaves the figure by ${out.toFixed(1)} px`);
    for (const clip of clipsOf(element)) {
      const cut = outBy(corners, clip);
      if (cut > 1) faults.push(`"${text}" is cut by ${cut.toFixed(1)} px`);
    }
  }
  lines.forEach((one, at) => {
    for (const other of lines.slice(at + 1)) {
      if (!areNear(one.corners, other.corners)) continue;
      const depth = depthOf(one.corners, other.corners);
      if (depth > 1 && !isTwin(one, other))
        faults.push(`"${one.text}" and "${other.text}" overlap by ${depth.toFixed(1)} px`);
    }
  });
  for (const line of lines) {
    const contrast = contrastOf(line, ground);
    if (contrast < 3) faults.push(`"${line.text}" has a contrast of ${contrast.toFixed(1)} : 1`);
  }
  return faults;
};

/** Draws a figure as a notebook would. */
window.showAlive = async (spec, renderer) => {
  const root = emptied();
  if (renderer === "plotly") await Plotly.newPlot(root, spec);
  else await new vega.View(vega.parse(spec), { renderer: "svg", container: root, hover: true }).runAsync();
};

/** Puts a still into the page. */
window.showStill = (svg, theme) => {
  emptied().innerHTML = svg;
  setTheme(theme);
};

window.setTheme = (theme) => {
  document.body.className = theme;
};

function emptied() {
  const root = document.getElementById("figure");
  if (root.data) Plotly.purge(root);
  root.innerHTML = "";
  return root;
}

/** The same words at the same place: a text with a rim. */
function isTwin(one, other) {
  return (
    one.text === other.text &&
    one.corners.every(([x, y], at) => Math.hypot(x - other.corners[at][0], y - other.corners[at][1]) < 0.5)
  );
}
