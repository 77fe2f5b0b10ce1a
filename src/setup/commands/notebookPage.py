"""A notebook as a web page: what the report of `npm run notebook` and the pages of `npm run site` share.

A figure is shown as its still, which page.js draws alive with the spec beside it.
"""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import jinja2
import nbformat
from bs4 import BeautifulSoup, Tag
from nbconvert.filters import Highlight2HTML, ansi2html
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "src" / "setup" / "page"

PLOTLY = "application/vnd.plotly.v1+json"
VEGA_LITE = "application/vnd.vegalite.v5+json"
LIBRARIES = {
    PLOTLY: ("plotly", ["plotly.js-dist-min/plotly.min.js"]),
    VEGA_LITE: ("vega", ["vega/build/vega.min.js", "vega-lite/build/vega-lite.min.js"]),
}
MATH = ["katex/dist/katex.min.js", "katex/dist/contrib/auto-render.min.js"]
STYLES = ["page.css", "cells.css"]
STILLS = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}

Still = Callable[[str, str, bytes], str]


def module(file: str) -> Path:
    """A file of a package that this one depends on: npm puts those beside it, or above."""
    places = [folder / "node_modules" / file for folder in [ROOT, *ROOT.parents]]
    return next((place for place in places if place.exists()), places[0])


def data_url(mime: str, content: bytes) -> str:
    return f"data:{mime};base64,{base64.b64encode(content).decode()}"


def inline_still(_name: str, mime: str, content: bytes) -> str:
    return data_url(mime, content)


def text_of(value) -> str:
    return "".join(value) if isinstance(value, list) else str(value)


def words(text: str) -> str:
    return " ".join(text.split())


def without_tex(text: str) -> str:
    """Text as it may be searched and quoted: of equations that stand apart nothing, of others the names."""
    apart = re.sub(r"\$\$.*?\$\$", " ", text, flags=re.DOTALL)
    return re.sub(r"\$(.*?)\$", lambda found: re.sub(r"\\(?:[,;!]|mathbf|mathsf|hat)|[\\{}]", "", found[1]), apart)


@dataclass
class Section:
    """A heading and what stands below it, up to the next one."""

    id: str
    title: str
    level: int
    prose: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)


class NotebookPage:
    """The cells of a notebook as HTML, with its headings and the libraries that its figures need.

    `still(name, mime, bytes)` says where a picture is found: a data URL, or a file that it wrote.
    """

    def __init__(self, book: nbformat.NotebookNode, folder: Path, still: Still = inline_still) -> None:
        self.book = book
        self.folder = folder
        self.still = still
        self.sections: list[Section] = []
        self.pictures: list[tuple[str, str]] = []
        self.libraries: dict[str, list[str]] = {}
        language = book.metadata.get("language_info", {})
        self.highlighted = Highlight2HTML(pygments_lexer=language.get("pygments_lexer", language.get("name", "text")))
        self.cells = [self.cell(cell, number) for number, cell in enumerate(book.cells, 1)]

    def cell(self, cell: nbformat.NotebookNode, number: int) -> dict:
        name = cell.get("id", f"cell-{number}")
        if cell.cell_type == "markdown":
            return {"kind": "prose", "html": self.prose(cell)}
        if cell.cell_type == "raw":
            return {"kind": "raw", "text": cell.source}
        if self.sections:
            self.sections[-1].code.append(words(cell.source))
        return {
            "kind": "code",
            "id": name,
            "tags": cell.metadata.get("tags", []),
            "code": self.highlighted(cell.source) if cell.source.strip() else "",
            "outputs": [self.output(output, f"{name}-{at}") for at, output in enumerate(cell.outputs, 1)],
        }

    def prose(self, cell: nbformat.NotebookNode) -> str:
        renderer = IPythonRenderer(
            escape=False,
            embed_images=self.still is inline_still,
            exclude_anchor_links=True,
            path=str(self.folder),
            attachments=cell.get("attachments", {}),
        )
        soup = BeautifulSoup(MarkdownWithMath(renderer).render(cell.source), "html.parser")
        for element in soup.find_all(True, recursive=False):
            if re.fullmatch("h[1-6]", element.name):
                self.heading(element)
            elif self.sections:
                self.sections[-1].prose.append(words(without_tex(element.get_text(" "))))
        for head in soup.find_all("th"):
            # The corner of a table heads nothing.
            head.name = "th" if head.get_text(strip=True) else "td"
        for table in soup.find_all("table"):
            table.wrap(soup.new_tag("div", attrs={"class": "scrolls"}))
        return str(soup)

    def heading(self, element: Tag) -> None:
        title = element.get_text().strip()
        # As JupyterLab names headings, so that links to them work in both.
        name = re.sub(r"\s+", "-", title)
        known = {section.id for section in self.sections}
        same = [name, *(f"{name}-{count}" for count in range(2, len(known) + 3))]
        element["id"] = next(candidate for candidate in same if candidate not in known)
        self.sections.append(Section(element["id"], title, int(element.name[1])))

    def output(self, output: nbformat.NotebookNode, name: str) -> dict:
        if output.output_type == "stream":
            return {"kind": "text", "html": ansi2html(text_of(output.text)), "error": output.name == "stderr"}
        if output.output_type == "error":
            lines = "\n".join(output.traceback) or f"{output.ename}: {output.evalue}"
            return {"kind": "text", "html": ansi2html(lines), "error": True}
        data = output.data
        live = next((mime for mime in LIBRARIES if mime in data), None)
        if live is None and "text/html" in data:
            return {"kind": "html", "html": text_of(data["text/html"])}
        picture = self.picture(output, name)
        if live:
            return {**self.alive(data[live], live), **picture}
        if picture:
            return {"kind": "picture", **picture}
        if "text/markdown" in data or "text/latex" in data:
            source = text_of(data.get("text/markdown", data.get("text/latex")))
            return {"kind": "prose", "html": MarkdownWithMath(IPythonRenderer(escape=False)).render(source)}
        return {"kind": "text", "html": ansi2html(text_of(data.get("text/plain", "")))}

    def alive(self, spec: dict, mime: str) -> dict:
        library, files = LIBRARIES[mime]
        self.libraries[library] = files
        return {"kind": "figure", "library": library, "spec": json.dumps(spec).replace("<", "\\u003c")}

    def picture(self, output: nbformat.NotebookNode, name: str) -> dict:
        mime = next((mime for mime in STILLS if mime in output.data), None)
        words = text_of(output.data.get("text/plain", "")) or "What the cell above shows"
        if mime is None:
            return {"alt": words} if any(live in output.data for live in LIBRARIES) else {}
        content = text_of(output.data[mime])
        raw = content.encode() if mime == "image/svg+xml" else base64.b64decode(content)
        source = self.still(f"{name}.{STILLS[mime]}", mime, raw)
        self.pictures.append((source, words))
        return {"alt": words, "src": source, "size": output.metadata.get(mime) or svg_size(mime, raw)}

    @property
    def title(self) -> str:
        return next((section.title for section in self.sections), "Notebook")


def svg_size(mime: str, content: bytes) -> dict:
    if mime != "image/svg+xml":
        return {}
    opening = re.search(rb"<svg[^>]*>", content)
    sizes = {key.decode(): float(value) for key, value in re.findall(rb'\b(width|height)="([\d.]+)"', opening[0] if opening else b"")}
    return {key: round(value) for key, value in sizes.items()}


def katex_style() -> str:
    """KaTeX's style sheet with its fonts inside: Firefox loads no fonts from files beside a page."""
    style = module("katex/dist/katex.min.css").read_text(encoding="utf-8")

    def inlined(found: re.Match) -> str:
        font = module(f"katex/dist/{found[1]}").read_bytes()
        return f"src:url({data_url('font/woff2', font)}) format(\"woff2\")"

    return re.sub(r'src:url\((fonts/[\w-]+\.woff2)\) format\("woff2"\)[^;}]*', inlined, style)


def templates() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(PAGE)
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def logo() -> str:
    svg = (ROOT / "kernel/jupyter/logo/logo-svg.svg").read_text(encoding="utf-8")
    return "data:image/svg+xml," + quote(" ".join(svg.split()))


def report(book: nbformat.NotebookNode, folder: Path) -> str:
    """One page with everything inside, which needs neither network nor other files."""
    page = NotebookPage(book, folder)
    files = [*MATH, *(file for files in page.libraries.values() for file in files)]
    scripts = [module(file).read_text(encoding="utf-8") for file in files]
    scripts.append((PAGE / "page.js").read_text(encoding="utf-8"))
    return templates().get_template("notebook.j2").render(
        page=page,
        logo=logo(),
        styles=[katex_style(), *((PAGE / name).read_text(encoding="utf-8") for name in STYLES)],
        scripts=[script.replace("</script", "<\\/script") for script in scripts],
    )
