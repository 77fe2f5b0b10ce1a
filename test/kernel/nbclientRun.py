"""Runs a notebook's cells by nbclient, as the command line says, and prints what came of them as JSON."""

import json
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

allow_errors, *sources = json.loads(sys.argv[1])
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
client = NotebookClient(notebook, kernel_name="descent", timeout=60, allow_errors=allow_errors)
stopped = None
try:
    client.execute()
except CellExecutionError as error:
    stopped = f"{error.ename}: {error.evalue}"
outputs = [
    [output.get("text") or output.get("evalue") or output["data"]["text/plain"] for output in cell.outputs]
    for cell in notebook.cells
]
print(json.dumps({"stopped": stopped, "outputs": outputs}))
