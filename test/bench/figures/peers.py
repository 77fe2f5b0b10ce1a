"""Peers of the figures: reads {"system", "workload", "stage", "file"} a line, answers {"ms", "bytes"}.

Stages: build (the figure as JSON), svg, png (each from numbers to bytes), page (a page that needs no network).
"""

import io
import json
import os
import sys
import time

import numpy as np

os.environ.setdefault("MPLBACKEND", "agg")


def wave(count):
    at = np.arange(count)
    return np.exp(-3 * at / count) + 0.05 * np.sin(1.7 * at)


def counts():
    at = np.arange(900)
    truth = 7 * at % 10
    table = np.zeros((10, 10), int)
    np.add.at(table, (truth, np.where(at % 9, truth, at % 10)), 1)
    return table


AT = np.arange(1000)
POINTS = np.sin(12.9898 * AT), np.sin(78.233 * AT)
CELLS = np.sin(np.arange(50)[:, None] / 7) * np.cos(np.arange(50)[None] / 5)


def plotly(workload):
    import plotly.graph_objects as go

    figure = go.Figure()
    if workload.startswith("curve"):
        figure.add_scatter(y=wave(int(workload.split("-")[1])), mode="lines")
        figure.update_layout(xaxis_title="epoch", yaxis_title="loss")
    elif workload == "scatter-1000":
        figure.add_scatter(x=POINTS[0], y=POINTS[1], mode="markers")
    elif workload == "confusion-10":
        figure.add_heatmap(z=counts(), texttemplate="%{z}")
    else:
        figure.add_heatmap(z=CELLS)
    return figure


def altair(workload):
    import altair as alt
    import pandas as pd

    alt.data_transformers.disable_max_rows()
    if workload.startswith("curve"):
        loss = wave(int(workload.split("-")[1]))
        return alt.Chart(pd.DataFrame({"epoch": np.arange(len(loss)), "loss": loss})).mark_line().encode(x="epoch", y="loss")
    if workload == "scatter-1000":
        return alt.Chart(pd.DataFrame({"x": POINTS[0], "y": POINTS[1]})).mark_point().encode(x="x", y="y")
    table = counts() if workload == "confusion-10" else CELLS
    row, column = np.indices(table.shape)
    frame = pd.DataFrame({"row": row.ravel(), "column": column.ravel(), "value": table.ravel()})
    base = alt.Chart(frame).encode(x="column:O", y="row:O")
    cells = base.mark_rect().encode(color="value")
    return cells + base.mark_text().encode(text="value") if workload == "confusion-10" else cells


def matplotlib(workload):
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(5.6, 2.8))
    if workload.startswith("curve"):
        axes.plot(wave(int(workload.split("-")[1])))
        axes.set(xlabel="epoch", ylabel="loss")
    elif workload == "scatter-1000":
        axes.scatter(*POINTS)
    else:
        table = counts() if workload == "confusion-10" else CELLS
        axes.imshow(table)
        if workload == "confusion-10":
            for (row, column), value in np.ndenumerate(table):
                axes.text(column, row, value, ha="center", va="center")
    return figure


def plotly_bytes(figure, stage):
    if stage == "build":
        return figure.to_json().encode()
    return figure.to_html(include_plotlyjs=True).encode() if stage == "page" else figure.to_image(format=stage)


def altair_bytes(chart, stage):
    if stage == "build":
        return chart.to_json().encode()
    if stage == "page":
        return chart.to_html(inline=True).encode()
    out = io.BytesIO() if stage == "png" else io.StringIO()
    chart.save(out, format=stage, **({"ppi": 144} if stage == "png" else {}))
    text = out.getvalue()
    return text if isinstance(text, bytes) else text.encode()


def matplotlib_bytes(figure, stage):
    from matplotlib import pyplot

    out = io.BytesIO()
    figure.savefig(out, format=stage, dpi=200)
    pyplot.close(figure)
    return out.getvalue()


SYSTEMS = {
    "plotly": (plotly, plotly_bytes),
    "altair": (altair, altair_bytes),
    "matplotlib": (matplotlib, matplotlib_bytes),
}

for line in sys.stdin:
    asked = json.loads(line)
    draw, to_bytes = SYSTEMS[asked["system"]]
    try:
        began = time.perf_counter()
        made = to_bytes(draw(asked["workload"]), asked["stage"])
        ms = 1000 * (time.perf_counter() - began)
        if asked.get("file"):
            with open(asked["file"], "wb") as file:
                file.write(made)
        answer = {"ms": ms, "bytes": len(made)}
    except Exception as error:
        answer = {"failed": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
