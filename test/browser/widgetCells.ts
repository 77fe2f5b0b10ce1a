/** The widget's front end, as anywidget takes it: a growing line, a button that the kernel hears, a report at the end. */
const frontEnd = `
function render({ model, el }) {
  el.innerHTML = "<canvas width=600 height=160></canvas><div><button>Tell the kernel</button> <output></output></div>";
  const [canvas, button, output] = ["canvas", "button", "output"].map((name) => el.querySelector(name));
  const context = canvas.getContext("2d");
  const points = [...model.get("points")];
  let drawn = 0, waiting = false, first;
  function draw() {
    waiting = false;
    drawn += 1;
    context.clearRect(0, 0, 600, 160);
    context.beginPath();
    points.forEach((y, n) => context.lineTo((600 * n) / points.length, 150 - 140 * y));
    context.stroke();
  }
  function drawSoon() {
    if (!waiting) requestAnimationFrame(draw);
    waiting = true;
  }
  model.on("change:point", () => {
    const { n, y } = model.get("point");
    first ??= performance.now();
    points[n] = y;
    drawSoon();
  });
  const label = () => (output.textContent = model.get("label"));
  model.on("change:label", label);
  label();
  model.on("change:total", () => {
    const whole = points.length === model.get("total") && !points.includes(undefined);
    model.set("report", { whole, points: points.length, drawn, seconds: (performance.now() - first) / 1000 });
    model.save_changes();
  });
  button.addEventListener("click", () => {
    model.set("clicks", model.get("clicks") + 1);
    model.save_changes();
  });
  drawSoon();
}
export default { render };
`;

/** Cells that open a widget by the protocol of Jupyter's widgets, over the kernel's comms alone. */
export const widgetCells = [
  `import * as d from "tsdescent";
const frontEnd = ${JSON.stringify(frontEnd)};
const y = (n: number) => 0.5 + 0.4 * Math.sin(n / 100);
const state = {
  _model_module: "anywidget", _model_module_version: "~0.11.*", _model_name: "AnyModel",
  _view_module: "anywidget", _view_module_version: "~0.11.*", _view_name: "AnyView",
  _view_count: null, _dom_classes: [], _anywidget_id: "tsdescent.test.growing", _esm: frontEnd,
  points: Array.from({ length: 100 }, (_, n) => y(n)), point: { n: 0, y: y(0) }, label: "", clicks: 0, total: 0, report: null,
};
const comm = (globalThis as any)[Symbol.for("Jupyter.comm")].open("jupyter.widget", { state, buffer_paths: [] }, { metadata: { version: "2.1.0" } });
const set = (changes: object) => comm.send({ method: "update", state: Object.assign(state, changes) && changes, buffer_paths: [] });
let reported: (report: object) => void;
const report = new Promise((resolve) => (reported = resolve));
comm.onMessage((data: any) => {
  Object.assign(state, data.state);
  if (data.method === "request_state") set(state);
  if (data.state?.clicks) set({ label: \`the kernel heard click \${data.state.clicks}\` });
  if (data.state?.report) reported(data.state.report);
});
const still = (points: number) => d.plot.lines(Array.from({ length: points }, (_, n) => n), { y: Array.from({ length: points }, (_, n) => y(n)) }, { height: 120 });
const view = { "application/vnd.jupyter.widget-view+json": { version_major: 2, version_minor: 1, model_id: comm.id } };
display({ [Symbol.for("Jupyter.display")]: async () => ({ ...view, "image/png": (await still(300).png()).toString("base64"), "text/plain": "a growing line" }) }, { displayId: "growing" });`,
  `const total = 3000;
const rate = 700;
const from = performance.now();
for (let n = 100; n < total;) {
  const due = Math.min(total, 100 + ((performance.now() - from) * rate) / 1000);
  for (; n < due; n++) set({ point: { n, y: y(n) } });
  await new Promise((resolve) => setTimeout(resolve, 1));
}
set({ total });
JSON.stringify(await report)`,
  `display(still(3000), { displayId: "growing", update: true }); comm.close();`,
];
