// Runs in the notebook's page with the numbers of one update, and draws every view of the chart anew. Dragging chooses
// a part of the horizontal axis, a double click the whole; the part outlives the updates.
globalThis.tsdescentLive = (chart) => {
  const kept = ((globalThis.tsdescentLiveParts ??= {})[chart.id] ??= {});
  const left = 58,
    right = 12,
    top = 8,
    bottom = 38;
  const { height, lines } = chart;

  function show(holder) {
    const canvas = document.createElement("canvas");
    const width = Math.min(chart.width, holder.clientWidth || chart.width);
    const scale = window.devicePixelRatio || 1;
    canvas.width = width * scale;
    canvas.height = height * scale;
    canvas.style.cssText = `width:${width}px;height:${height}px;display:block;cursor:crosshair;touch-action:pan-y`;
    holder.replaceChildren(canvas);
    const context = canvas.getContext("2d");
    context.scale(scale, scale);
    const ink = getComputedStyle(holder).color;
    let view;
    const draw = () => (view = paint(context, width, ink));
    draw();
    const at = (event) =>
      view.from + ((event.offsetX - left) / (width - left - right)) * (view.to - view.from);
    canvas.onpointerdown = (event) => (kept.drag = [at(event), at(event)]);
    canvas.onpointermove = (event) => kept.drag && ((kept.drag[1] = at(event)), draw());
    canvas.onpointerup = () => {
      const [from, to] = (kept.drag ?? [0, 0]).sort((a, b) => a - b);
      kept.drag = undefined;
      if (to - from > (view.to - view.from) / 50) kept.part = [from, to];
      draw();
    };
    canvas.ondblclick = () => ((kept.part = undefined), draw());
  }

  function paint(context, width, ink) {
    const all = lines.flatMap(({ points }) => points);
    const [from, to] = kept.part ?? range(all.map(([x]) => x));
    const inside = all.filter(([x, y]) => x >= from && x <= to && Number.isFinite(y));
    const [low, high] = padded(range(inside.map(([, y]) => y)));
    const x = (value) => left + ((value - from) / (to - from || 1)) * (width - left - right);
    const y = (value) => height - bottom - ((value - low) / (high - low)) * (height - top - bottom);
    context.clearRect(0, 0, width, height);
    context.font = "12px system-ui, sans-serif";
    context.fillStyle = context.strokeStyle = ink;
    axes(context, { width, from, to, low, high, x, y });
    context.save();
    context.beginPath();
    context.rect(left - 4, top, width - left - right + 8, height - top - bottom);
    context.clip();
    for (const line of lines) stroke(context, line, x, y);
    if (kept.drag) {
      context.globalAlpha = 0.15;
      context.fillRect(x(kept.drag[0]), top, x(kept.drag[1]) - x(kept.drag[0]), height - top - bottom);
    }
    context.restore();
    return { from, to };
  }

  function axes(context, { width, from, to, low, high, x, y }) {
    context.lineWidth = 1;
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const value of ticks(low, high, 5)) {
      context.globalAlpha = 0.18;
      context.fillRect(left, Math.round(y(value)), width - left - right, 1);
      context.globalAlpha = 1;
      context.fillText(value, left - 6, y(value));
    }
    context.textAlign = "center";
    context.textBaseline = "top";
    for (const value of ticks(from, to, width / 90)) context.fillText(value, x(value), height - bottom + 6);
    context.fillText(chart.xLabel, left + (width - left - right) / 2, height - 15);
  }

  function stroke(context, { colour, points, dots, dash }, x, y) {
    context.strokeStyle = context.fillStyle = colour;
    context.lineWidth = 2;
    context.lineJoin = "round";
    context.setLineDash(dash);
    context.beginPath();
    let drawing = false;
    for (const [at, value] of points) {
      const finite = Number.isFinite(value) && value !== null;
      if (finite) context[drawing ? "lineTo" : "moveTo"](x(at), y(value));
      drawing = finite;
    }
    context.stroke();
    for (const [at, value] of dots ? points : []) {
      if (!Number.isFinite(value)) continue;
      context.beginPath();
      context.arc(x(at), y(value), 3, 0, 7);
      context.fill();
    }
  }

  function range(values) {
    let low = Infinity,
      high = -Infinity;
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return low <= high ? [low, high] : [0, 1];
  }

  function padded([low, high]) {
    const margin = (high - low) * 0.05 || Math.abs(high) * 0.1 || 1;
    return [low - margin, high + margin];
  }

  function ticks(low, high, count) {
    const rough = (high - low) / count || 1;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = power * [1, 2, 5, 10].find((factor) => power * factor >= rough);
    const first = Math.ceil(low / step);
    return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, at) =>
      Number(((first + at) * step).toPrecision(12)),
    );
  }

  for (const holder of document.querySelectorAll(`[data-live="${chart.id}"]`)) show(holder);
};
