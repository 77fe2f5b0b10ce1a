"""Between tsdescent and Ray: JSON lines in, JSON lines out. One actor a slot keeps a worker process of Node.

In:  {"type": "open", "id": 7, "slot": 0}            start a worker in a slot, in place of the one before
     {"type": "send", "id": 7, "line": "…"}          a line for the worker
     {"type": "kill", "id": 7}                       end it
Out: {"type": "up", "count": 2}                      the cluster answers, and has room for so many slots
     {"type": "line", "id": 7, "line": "…"}          a line of the worker
     {"type": "closed", "id": 7, "reason": "…"}      the worker, its actor or its node is gone
     {"type": "failed", "reason": "…"}               Ray cannot be used
The end of input ends everything: actors, workers, and the cluster if it was started here.
"""

import asyncio
import functools
import json
import os
import socket
import sys
import threading

LONGEST_LINE = 2**30
PATIENCE_S = 10
MOST_STARTS = 3
RETRY_S = 0.2
STARTED = ""
MESSAGE = b'{"type":'


def take_stdout():
    """Ours alone: what Ray and workers print goes to stderr."""
    ours = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
    os.dup2(2, 1)
    return ours


class Slot:
    """An actor: where Ray puts it, a worker runs."""

    def __init__(self, worker):
        self.worker = worker
        self.child = None

    async def talk(self):
        """Starts a worker and yields its lines to the end."""
        await self.kill()
        program = self.program()
        child = await asyncio.create_subprocess_exec(
            self.node(),
            program,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=LONGEST_LINE,
            env={**os.environ, **self.worker["environment"]},
        )
        self.child = child
        yield STARTED
        while line := await child.stdout.readline():
            # What a library prints goes where the worker's errors go.
            if line.startswith(MESSAGE):
                yield line.decode().rstrip("\n")
            elif line.strip():
                print(line.decode(errors="replace"), end="", file=sys.stderr)
        code = await child.wait()
        self.child = None
        raise RuntimeError(f"its process ended (code {code})")

    async def send(self, line):
        if self.child:
            self.child.stdin.write(line.encode() + b"\n")

    async def kill(self):
        if self.child and self.child.returncode is None:
            self.child.kill()
            await self.child.wait()

    def program(self):
        program = os.path.join(self.worker["checkout"], self.worker["program"])
        if os.path.exists(program):
            return program
        raise FileNotFoundError(f"tsdescent is not in {self.worker['checkout']} on {socket.gethostname()}")

    def node(self):
        node = self.worker["node"]
        return node if os.path.exists(node) else "node"


class Talk:
    """One worker's lines, from its start to its end."""

    def __init__(self, actor, say):
        self.actor = actor
        self.say = say
        self.early = []
        self.task = asyncio.ensure_future(self.run())

    async def run(self):
        from ray.exceptions import ActorUnavailableError

        while True:
            try:
                return await self.listen()
            except Exception as error:
                # Until Ray has found a place for the actor of a lost node, every call fails at once.
                if self.early is None or not isinstance(error, ActorUnavailableError):
                    return self.say(type="closed", reason=reason_of(error))
            await asyncio.sleep(RETRY_S)

    async def listen(self):
        async for reference in self.actor.talk.options(num_returns="streaming").remote():
            line = await reference
            if line == STARTED:
                self.open()
            else:
                self.say(type="line", line=line)

    def open(self):
        early, self.early = self.early, None
        for line in early:
            self.send(line)

    def send(self, line):
        if self.early is None:
            self.actor.send.remote(line)
        else:
            self.early.append(line)


class Shim:
    def __init__(self, asked, out):
        self.asked = asked
        self.out = out
        self.actors = {}
        self.talks = {}
        self.latest = {}

    def say(self, **message):
        self.out.write(json.dumps(message) + "\n")

    def connect(self):
        import ray

        address, cpus = self.asked["address"], self.asked["cpusPerTrial"]
        if address is None:
            start_local(self.asked["workers"] * cpus)
        else:
            check_reachable(address)
            ray.init(address, logging_level="ERROR")
        room = int(ray.cluster_resources().get("CPU", 0) // cpus)
        self.say(type="up", count=self.asked["workers"] or max(1, room))

    def actor(self, slot):
        import ray

        if slot not in self.actors:
            cpus = self.asked["cpusPerTrial"]
            where = {"num_cpus": cpus, "max_restarts": -1, "scheduling_strategy": "SPREAD"}
            self.actors[slot] = ray.remote(**where)(Slot).remote(self.asked["worker"])
        return self.actors[slot]

    def obey(self, message):
        number, kind = message["id"], message["type"]
        if kind == "open":
            return self.open(number, message["slot"])
        talk = self.talks.get(number)
        if talk and kind == "send":
            talk.send(message["line"])
        elif talk and kind == "kill":
            talk.actor.kill.remote()

    def open(self, number, slot):
        before = self.talks.pop(self.latest.get(slot), None)
        if before:
            before.task.cancel()
        self.latest[slot] = number
        self.talks[number] = Talk(self.actor(slot), functools.partial(self.say, id=number))

    async def run(self):
        loop = asyncio.get_running_loop()
        orders = asyncio.Queue()
        threading.Thread(target=read_orders, args=(loop, orders), daemon=True).start()
        try:
            await loop.run_in_executor(None, self.connect)
        except Exception as error:
            self.say(type="failed", reason=reason_of(error))
        while (message := await orders.get()) is not None:
            self.obey(message)


def read_orders(loop, orders):
    for line in sys.stdin:
        loop.call_soon_threadsafe(orders.put_nowait, json.loads(line))
    loop.call_soon_threadsafe(orders.put_nowait, None)


def start_local(cpus, attempt=1):
    import ray

    try:
        # Without "local" Ray would follow the trail of any cluster that once ran here.
        ray.init("local", num_cpus=cpus, include_dashboard=False, logging_level="ERROR")
    except Exception as error:
        # A node's daemon gives up when its helpers do not start within 15 s, which they do not on a busy machine.
        if attempt == MOST_STARTS or "timed out" not in str(error):
            raise
        ray.shutdown()
        start_local(cpus, attempt + 1)


def check_reachable(address):
    """Ray itself would try for minutes."""
    if address != "auto":
        host, _, port = address.rpartition(":")
        socket.create_connection((host, int(port)), timeout=PATIENCE_S).close()


def reason_of(error):
    """The last line of what Ray tells, which is the cause."""
    cause = getattr(error, "cause", None) or error
    lines = [line.strip() for line in str(cause).splitlines() if line.strip()]
    return lines[-1] if lines else type(cause).__name__


def main():
    out = take_stdout()
    asyncio.run(Shim(json.loads(sys.argv[1]), out).run())
    try:
        import ray

        ray.shutdown()
    finally:
        out.flush()
        os._exit(0)


if __name__ == "__main__":
    main()
