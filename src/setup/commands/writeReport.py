"""Writes the HTML report of a notebook that was run: writeReport.py JSON, with {notebook, folder, report}.

The notebook's links and pictures are found from `folder`.
"""

import json
import sys
from pathlib import Path

import nbformat
from notebookPage import report as report_page
from runNotebook import write_whole


def main(notebook: str, folder: str, report: str) -> None:
    book = nbformat.read(notebook, as_version=4)
    write_whole(Path(report), report_page(book, Path(folder)))


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
