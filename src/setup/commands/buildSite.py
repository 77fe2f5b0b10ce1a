"""Builds the notebooks, as they are recorded, into a static site: buildSite.py JSON, with {notebooks, readme, site}.

`site` is an empty folder. Events: {"pages": n}, {"done": k, "page": name} before each page, {"failed": message}.
"""

import html as html_text
import json
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import nbformat
from bs4 import BeautifulSoup
from notebookPage import MATH, PAGE, STYLES, NotebookPage, katex_style, logo, module, templates
from runNotebook import tell

SEARCH = "minisearch/dist/umd/index.js"
FONTS = ["400Regular/Inter_400Regular.ttf", "600SemiBold/Inter_600SemiBold.ttf"]


class BrokenLink(Exception):
    pass


@dataclass
class Entry:
    """A notebook as the index and its neighbours' links name it."""

    href: str
    number: int
    name: str
    subtitle: str
    minutes: str
    see: str
    cover: tuple[str, str] | None
    page: NotebookPage


class Site:
    def __init__(self, notebooks: str, readme: str, site: str) -> None:
        self.files = sorted(Path(notebooks).resolve().glob("[0-9][0-9]-*.ipynb"))
        self.readme = Path(readme).read_text(encoding="utf-8")
        self.folder = Path(site)
        self.assets = self.folder / "assets"
        self.templates = templates()

    def build(self) -> None:
        tell(pages=len(self.files))
        self.assets.mkdir(parents=True)
        entries = [self.entry(file, number) for number, file in enumerate(self.files)]
        for before, entry, after in zip([None, *entries], entries, [*entries[1:], None]):
            self.write_page(entry, before, after)
        self.write("index.html", "index.j2", notebooks=entries)
        self.write_search(entries)
        self.copy_assets(entries)

    def entry(self, file: Path, number: int) -> Entry:
        tell(done=number, page=file.stem)
        page = NotebookPage(nbformat.read(file, as_version=4), file.parent, self.keeping(file.stem))
        first = page.book.cells[0].source
        heading = re.match(r"(?:\d+ · )?([^:]+)(?:: (.*))?", page.title)
        minutes = re.search(r"(\d+) minutes", first)
        return Entry(
            href=f"{file.stem}.html",
            number=int(file.stem[:2]),
            name=heading[1],
            subtitle=(heading[2] or "").capitalize(),
            minutes=minutes[1] if minutes else "",
            see=self.what_you_see(file.name),
            cover=cover(page),
            page=page,
        )

    def keeping(self, notebook: str):
        """Where stills go: files beside the pages."""

        def still(name: str, _mime: str, content: bytes) -> str:
            file = self.folder / "figures" / notebook / re.sub(r"[^\w.-]", "_", name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            return file.relative_to(self.folder).as_posix()

        return still

    def what_you_see(self, notebook: str) -> str:
        """The words that README's table has for a notebook."""
        row = re.search(rf"\]\(notebooks/{re.escape(notebook)}\) *\| *(.*?) *\|", self.readme)
        return row[1][0].upper() + row[1][1:] if row else ""

    def write_page(self, entry: Entry, before: Entry | None, after: Entry | None) -> None:
        for cell in entry.page.cells:
            if cell["kind"] == "prose":
                cell["html"] = self.linked(cell["html"], entry)
        self.write(entry.href, "notebook.j2", page=entry.page, previous=before, next=after)

    def linked(self, html: str, entry: Entry) -> str:
        """Links to notebooks lead to their pages, pictures come along, and nothing leads nowhere."""
        soup = BeautifulSoup(html, "html.parser")
        self.link_mentions(soup, entry)
        for element, attribute in [
            *((link, "href") for link in soup.find_all("a", href=True)),
            *((picture, "src") for picture in soup.find_all("img", src=True)),
        ]:
            element[attribute] = self.inside(element[attribute], entry)
        return str(soup)

    def link_mentions(self, soup: BeautifulSoup, entry: Entry) -> None:
        """“notebook 7” in the text leads to that notebook."""
        others = {int(file.stem[:2]): file.name for file in self.files if f"{file.stem}.html" != entry.href}

        def link(found: re.Match) -> str:
            name = others.get(int(found[1]))
            return f'<a href="{name}">{found[0]}</a>' if name else found[0]

        for text in soup.find_all(string=re.compile(r"[Nn]otebook \d")):
            if text.find_parent(["a", "code", "h1", "h2", "h3"]):
                continue
            linked = re.sub(r"[Nn]otebook 0?(\d+)", link, html_text.escape(text, quote=False))
            text.replace_with(BeautifulSoup(linked, "html.parser"))

    def inside(self, target: str, entry: Entry) -> str:
        if re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.IGNORECASE):
            return target
        path, hash, fragment = target.partition("#")
        file = (self.files[0].parent / unquote(path)).resolve()
        if path == "" or file in self.files:
            return (f"{file.stem}.html" if path else "") + hash + fragment
        if not file.is_file() or not file.is_relative_to(self.files[0].parent):
            raise BrokenLink(f"{Path(entry.href).stem}.ipynb links to {target}, which is not among the notebooks")
        copy = self.folder / file.relative_to(self.files[0].parent)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
        return copy.relative_to(self.folder).as_posix() + hash + fragment

    def write_search(self, entries: list[Entry]) -> None:
        documents = [
            {
                "href": f"{entry.href}#{section.id}" if section.level > 1 else entry.href,
                "notebook": f"{entry.number} · {entry.name}",
                "title": section.title,
                "text": " ".join([*section.prose, *section.code]),
            }
            for entry in entries
            for section in entry.page.sections
        ]
        # A script and not JSON: a page that was opened as a file may not fetch.
        text = f"globalThis.searchDocuments = {json.dumps(documents, ensure_ascii=False)};\n"
        (self.assets / "documents.js").write_text(text, encoding="utf-8")

    def write(self, name: str, template: str, **context) -> None:
        libraries = {library: [Path(file).name for file in files] for library, files in self.libraries(context).items()}
        scripts = [*(Path(file).name for file in MATH), "page.js", "search.js"]
        site = {"styles": ["katex.css", *STYLES, "site.css"], "scripts": scripts, "libraries": libraries}
        html = self.templates.get_template(template).render(site=site, logo=logo(), **context)
        (self.folder / name).write_text(html, encoding="utf-8")

    @staticmethod
    def libraries(context: dict) -> dict[str, list[str]]:
        return context["page"].libraries if "page" in context else {}

    def copy_assets(self, entries: list[Entry]) -> None:
        (self.assets / "katex.css").write_text(katex_style(), encoding="utf-8")
        used = [file for entry in entries for files in entry.page.libraries.values() for file in files]
        for file in [*MATH, *dict.fromkeys(used)]:
            shutil.copyfile(module(file), self.assets / Path(file).name)
        shutil.copyfile(module(SEARCH), self.assets / "minisearch.js")
        for font in FONTS:
            shutil.copyfile(module(f"@expo-google-fonts/inter/{font}"), self.assets / Path(font).name)
        for file in [*STYLES, "site.css", "page.js", "search.js"]:
            shutil.copyfile(PAGE / file, self.assets / file)


def cover(page: NotebookPage) -> tuple[str, str] | None:
    """The picture on the index: of the cell that is tagged `cover`, else the notebook's first."""
    tagged = [output for cell in page.cells if "cover" in cell.get("tags", []) for output in cell["outputs"]]
    chosen = [(output["src"], output["alt"]) for output in tagged if "src" in output]
    return next(iter([*chosen, *page.pictures]), None)


def main(**asked) -> int:
    try:
        Site(**asked).build()
    except BrokenLink as error:
        tell(failed=str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(**json.loads(sys.argv[1])))
