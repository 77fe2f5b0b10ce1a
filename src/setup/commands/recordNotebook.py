"""Runs one notebook on a fresh kernel and writes its outputs into it: recordNotebook.py JSON, with {notebook, fast}.

In the fast setting the notebook's file is left alone. Events as runNotebook.py tells them, and at the end
{"finished": {"seconds", "peakBytes"}}.
"""

import json
import sys
import threading
import time

import nbformat
import psutil
from runNotebook import Run, tell, write_whole


class PeakMemory(threading.Thread):
    """The most memory that the kernel's processes held together, looked at five times a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.bytes = 0

    def run(self) -> None:
        while True:
            self.bytes = max(self.bytes, sum(map(resident, psutil.Process().children(recursive=True))))
            time.sleep(0.2)


def resident(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except psutil.Error:
        return 0


def forget_outputs(book: nbformat.NotebookNode) -> None:
    for cell in book.cells:
        if cell.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None


def strip_metadata(book: nbformat.NotebookNode) -> None:
    book.metadata = {
        "kernelspec": {"display_name": "Descent (TypeScript)", "language": "typescript", "name": "descent"},
        "language_info": {"name": "typescript"},
    }
    for cell in book.cells:
        cell.metadata = {key: cell.metadata[key] for key in ("slideshow", "tags") if cell.metadata.get(key)}


def main(notebook: str, fast: bool) -> int:
    memory = PeakMemory()
    memory.start()
    started = time.monotonic()
    run = Run(notebook, 0)
    run.client.coalesce_streams = True
    forget_outputs(run.book)
    failed = run.execute()
    if failed:
        tell(failed=failed)
        return 1
    if not fast:
        strip_metadata(run.book)
        write_whole(run.file, nbformat.writes(run.book) + "\n")
    tell(finished={"seconds": time.monotonic() - started, "peakBytes": memory.bytes})
    return 0


if __name__ == "__main__":
    sys.exit(main(**json.loads(sys.argv[1])))
