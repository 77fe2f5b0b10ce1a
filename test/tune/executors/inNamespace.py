"""Runs a command in a network of its own, which has this machine's loopback and nothing else: python inNamespace.py CMD …

Ray listens on every address of a machine; here there is none that others could reach. The pid namespace ends whatever the
command leaves behind.
"""

import fcntl
import os
import socket
import struct
import sys

UP = 0x1
SET_FLAGS, GET_FLAGS = 0x8914, 0x8913


def bring_up(interface):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh14x", interface.encode(), 0)
        (flags,) = struct.unpack("16xh14x", fcntl.ioctl(any_socket, GET_FLAGS, request))
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh14x", interface.encode(), flags | UP))


def main():
    if sys.argv[1] == "--inside":
        bring_up("lo")
        os.execvp(sys.argv[2], sys.argv[2:])
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    again = [sys.executable, __file__, "--inside", *sys.argv[1:]]
    os.execvp("unshare", ["unshare", *user, "--net", *again])


main()
