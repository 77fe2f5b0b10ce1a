"""Drives Jupyter kernels for the benchmarks: one JSON command a line on stdin, one JSON answer a line on stdout.

The same client measures every kernel, ours and its peers, so that its own cost is the same for all.

{"start": "name", "argv": [...], "cwd": "..."}  -> {"ms": launch to kernel_info_reply}
{"execute": "name", "code": "..."}             -> {"ms": request to idle, "error": "..."?, "mime": [...], "bytes": n}
{"complete": "name", "code": "...", "cursor": n} -> {"ms": ..., "matches": n}
{"inspect": "name", "code": "...", "cursor": n}  -> {"ms": ..., "found": bool}
{"memory": "name"}                             -> {"mb": resident memory of the kernel and its children}
{"stop": "name"}                               -> {}
"""

import json
import sys
import time

import psutil
from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpec

TIMEOUT = 120
kernels = {}


class ArgvManager(KernelManager):
    """A kernel started from an argv instead of an installed kernelspec."""

    argv = []

    @property
    def kernel_spec(self):
        return KernelSpec(argv=self.argv, display_name="bench", language="any", interrupt_mode="signal")


def start(name, argv, cwd=None):
    manager = ArgvManager()
    manager.argv = argv
    began = time.perf_counter()
    manager.start_kernel(cwd=cwd)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=TIMEOUT)
    ms = (time.perf_counter() - began) * 1000
    kernels[name] = (manager, client)
    return {"ms": ms}


def execute(name, code):
    client = kernels[name][1]
    seen = {"mime": [], "bytes": 0}

    def on_output(message):
        content = message["content"]
        seen["bytes"] += len(content.get("text", ""))
        seen["mime"] += list(content.get("data", {}))
        if message["header"]["msg_type"] == "error":
            seen["error"] = f"{content['ename']}: {content['evalue']}"

    began = time.perf_counter()
    reply = client.execute_interactive(code, timeout=TIMEOUT, output_hook=on_output, allow_stdin=False)
    seen["ms"] = (time.perf_counter() - began) * 1000
    if reply["content"]["status"] != "ok":
        seen.setdefault("error", json.dumps(reply["content"])[:500])
    return seen


def timed_reply(send, kind):
    client, request = send
    began = time.perf_counter()
    identity = request()
    while True:
        message = client.get_shell_msg(timeout=TIMEOUT)
        if message["parent_header"].get("msg_id") == identity and message["header"]["msg_type"] == kind:
            return (time.perf_counter() - began) * 1000, message["content"]


def complete(name, code, cursor):
    client = kernels[name][1]
    ms, content = timed_reply((client, lambda: client.complete(code, cursor)), "complete_reply")
    return {"ms": ms, "matches": len(content.get("matches", []))}


def inspect(name, code, cursor):
    client = kernels[name][1]
    ms, content = timed_reply((client, lambda: client.inspect(code, cursor)), "inspect_reply")
    return {"ms": ms, "found": bool(content.get("found"))}


def memory(name):
    root = psutil.Process(kernels[name][0].provisioner.process.pid)
    family = [root, *root.children(recursive=True)]
    return {"mb": sum(one.memory_info().rss for one in family) / 2**20}


def stop(name):
    manager, client = kernels.pop(name)
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    return {}


COMMANDS = {f.__name__: f for f in (start, execute, complete, inspect, memory, stop)}

for line in sys.stdin:
    command = json.loads(line)
    verb = next(key for key in command if key in COMMANDS)
    arguments = {key: value for key, value in command.items() if key != verb}
    try:
        answer = COMMANDS[verb](command[verb], **arguments)
    except Exception as error:  # the caller decides whether a failed peer ends the benchmark
        answer = {"failed": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)

for left in list(kernels):
    stop(left)
