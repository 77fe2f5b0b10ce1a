"""Drives Jupyter kernels for the benchmarks: one JSON command a line on stdin, one JSON answer a line on stdout.

The same client measures every kernel, ours and its peers, so that its own cost is the same for all.

{"start": "name", "argv": [...], "cwd": "...", "code": "..."?}  -> {"ms": launch to kernel_info_reply, or to code's reply}
{"execute": "name", "code": "..."}             -> {"ms": request to idle, "error": "..."?, "mime": [...], "bytes": n}
{"complete": "name", "code": "...", "cursor": n} -> {"ms": ..., "matches": n}
{"inspect": "name", "code": "...", "cursor": n}  -> {"ms": ..., "found": bool}
{"interrupt": "name", "code": "...", "after": s} -> {"ms": interrupt to the end of the code that runs}
{"restart": "name", "code": "..."}             -> {"ms": restart to code's reply}
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


def start(name, argv, cwd=None, code=None):
    manager = ArgvManager()
    manager.argv = argv
    began = time.perf_counter()
    manager.start_kernel(cwd=cwd)
    client = manager.client()
    client.start_channels()
    kernels[name] = (manager, client)
    answered(client, client.kernel_info())
    if code is not None:
        answered(client, client.execute(code))
    ms = (time.perf_counter() - began) * 1000
    client.wait_for_ready(timeout=TIMEOUT)
    return {"ms": ms}


def answered(client, identity, timeout=TIMEOUT):
    """The reply to a request; what else comes is passed over."""
    while True:
        message = client.get_shell_msg(timeout=timeout)
        if message["parent_header"].get("msg_id") == identity:
            return message["content"]


def interrupt(name, code, after):
    manager, client = kernels[name]
    running = client.execute(code)
    time.sleep(after)
    began = time.perf_counter()
    manager.interrupt_kernel()
    content = answered(client, running, timeout=10)
    ms = (time.perf_counter() - began) * 1000
    if content["status"] != "error":
        raise RuntimeError(f"the code was not stopped: {content}")
    return {"ms": ms}


def restart(name, code):
    manager, client = kernels[name]
    began = time.perf_counter()
    manager.restart_kernel()
    answered(client, client.execute(code))
    return {"ms": (time.perf_counter() - began) * 1000}


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


def timed(client, request):
    began = time.perf_counter()
    content = answered(client, request())
    return (time.perf_counter() - began) * 1000, content


def complete(name, code, cursor):
    client = kernels[name][1]
    ms, content = timed(client, lambda: client.complete(code, cursor))
    return {"ms": ms, "matches": len(content.get("matches", []))}


def inspect(name, code, cursor):
    client = kernels[name][1]
    ms, content = timed(client, lambda: client.inspect(code, cursor))
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


COMMANDS = {f.__name__: f for f in (start, execute, complete, inspect, interrupt, restart, memory, stop)}

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
