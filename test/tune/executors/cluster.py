"""A Ray cluster of several nodes on this machine: prints its address; "add" on stdin adds a node; the end of stdin ends it."""

import os
import sys

ours = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)

from ray.cluster_utils import Cluster  # noqa: E402

few = {"include_dashboard": False, "no_monitor": True, "include_log_monitor": False, "object_store_memory": 80 * 2**20}


def add(cluster, cpus, attempts=3):
    """On a busy machine a node does not always start in the time that Ray gives it."""
    try:
        cluster.add_node(num_cpus=cpus, **few)
    except Exception as error:
        if attempts == 1 or "timed out" not in str(error):
            raise
        add(cluster, cpus, attempts - 1)


def tell(cluster):
    print(cluster.address, file=ours)


def main():
    cluster = Cluster()
    try:
        # The head computes nothing: any node that does may be killed.
        add(cluster, cpus=0)
        add(cluster, cpus=1)
        add(cluster, cpus=1)
        tell(cluster)
        for _ in sys.stdin:
            add(cluster, cpus=1)
            tell(cluster)
    finally:
        cluster.shutdown()


main()
