"""Runs one notebook on the descent kernel as JupyterLab would, through nbclient.

Prints an event a line: {"cells": n}, {"done": k} before each code cell; gives what failed of the cell that threw.
"""

import json
import os
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError


def tell(**event) -> None:
    print(json.dumps(event), flush=True)


def write_whole(file: Path, text: str) -> None:
    aside = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    aside.write_text(text, encoding="utf-8")
    aside.replace(file)


class Run:
    def __init__(self, notebook: str, timeout: float) -> None:
        self.file = Path(notebook)
        self.book = nbformat.read(self.file, as_version=4)
        self.code = [i for i, cell in enumerate(self.book.cells) if cell.cell_type == "code" and cell.source.strip()]
        self.current = 0
        self.client = NotebookClient(
            self.book,
            kernel_name="descent",
            timeout=timeout or None,
            resources={"metadata": {"path": str(self.file.parent)}},
            on_cell_start=self.started,
        )

    def started(self, cell, cell_index: int) -> None:
        if cell_index in self.code:
            self.current = self.code.index(cell_index)
            tell(done=self.current)

    def execute(self) -> dict | None:
        tell(cells=len(self.code))
        try:
            self.client.execute()
        except CellExecutionError as error:
            return self.failure(error.ename, error.evalue, error.traceback)
        except CellTimeoutError:
            return self.failure("Timeout", f"the cell took longer than {self.client.timeout} s", "")
        except DeadKernelError:
            return self.failure("DeadKernelError", "the kernel died", "")
        return None

    def failure(self, name: str, value: str, traceback: str) -> dict:
        cell = self.book.cells[self.code[self.current]]
        said = [o for o in cell.get("outputs", []) if o.output_type == "error"]
        lines = "\n".join(said[0].traceback) if said else traceback
        return {"cell": self.current + 1, "source": cell.source, "name": name, "value": value, "traceback": lines}
