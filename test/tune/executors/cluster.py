"""A Ray cluster of several nodes on this machine: prints its address; "add" on stdin adds a node; the end of stdin ends it."""

import os
import sys

# A busy machine needs longer than the seconds that Ray gives a node to start.
os.environ.update(RAY_raylet_start_wait_time_s="120", RAY_agent_register_timeout_ms="120000")

ours = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)

from ray.cluster_utils import Cluster  # noqa: E402

few = {"include_dashboard": False, "no_monitor": True, "include_log_monitor": False, "object_store_memory": 80 * 2**20}


def add(cluster, **options):
    cluster.add_node(**few, **options)
    print(cluster.address, file=ours)


def main():
    cluster = Cluster()
    try:
        # The head computes nothing: any node that does may be killed.
        cluster.add_node(num_cpus=0, **few)
        cluster.add_node(num_cpus=1, **few)
        add(cluster, num_cpus=1)
        for _ in sys.stdin:
            add(cluster, num_cpus=1)
    finally:
        cluster.shutdown()


main()
