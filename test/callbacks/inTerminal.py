"""Runs a program in a terminal of its own, 80 columns wide, and prints what it wrote, control characters and all.

argv: what to send SIGINT after (a text; "-" for never), then the program and its arguments.
"""

import fcntl
import os
import pty
import signal
import struct
import sys
import termios

stop_after, *command = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
written = b""
stopped = stop_after == "-"
while True:
    try:
        chunk = os.read(terminal, 65536)
    except OSError:
        break
    if not chunk:
        break
    written += chunk
    if not stopped and stop_after.encode() in written:
        stopped = True
        os.kill(child, signal.SIGINT)
sys.stdout.buffer.write(written)
