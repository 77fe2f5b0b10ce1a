"""Runs a module or a script that ends with the process that started it: withParent.py PID jupyterlab --no-browser.

A process that is killed cannot end what it started; so what it started looks whether it is still there.
"""

import os
import runpy
import signal
import sys
import threading
import time

CHECK_SECONDS = 0.5
PATIENCE_SECONDS = 10


def end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(CHECK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE_SECONDS)
    os._exit(143)


if __name__ == "__main__":
    parent, target = int(sys.argv[1]), sys.argv[2]
    threading.Thread(target=end_with, args=(parent,), daemon=True).start()
    sys.argv = sys.argv[2:]
    if target.endswith(".py"):
        sys.path[0] = os.path.dirname(target)
        runpy.run_path(target, run_name="__main__")
    else:
        del sys.path[0]
        runpy.run_module(target, run_name="__main__", alter_sys=True)
