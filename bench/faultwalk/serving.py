"""A server whose steps fail one at a time, while a client tells, lists and forgets."""
import json
import os
import random
import shutil
import signal
import struct
import subprocess

from faultwalk.shim import KINDS
from measure.client import Client

MEMORIES = 12


class ServeWalk:
    """The steps walked, and what was found wrong."""

    def __init__(self, shim, dormouse, folder, most, seed):
        self.shim = shim
        self.folder = folder / "serve"
        self.folder.mkdir()
        self.dormouse = dormouse.at(self.folder / "home").without_model()
        self.most = most
        self.random = random.Random(seed)
        self.faults = []
        self.steps = {}

    def walk(self):
        whole, _, problems = self.step("", 0)
        self.report("none", 0, problems)
        steps = [(at, kind) for at in range(1, whole + 1) for kind in KINDS]
        if self.most and len(steps) > self.most:
            steps = sorted(self.random.sample(steps, self.most))
        met = 0
        for at, kind in steps:
            _, was_hit, problems = self.step(kind, at)
            self.report(kind, at, problems)
            met += was_hit
        self.steps["serve on files"] = {"steps": whole, "walked": len(steps), "met the fault": met}

    def report(self, kind, at, problems):
        self.faults += [f"serve on files, {kind} at step {at}: {problem}" for problem in problems]

    def step(self, kind, at):
        """Lets one step fail; gives how many there were, whether it was met, and what is wrong."""
        shutil.rmtree(self.dormouse.home, ignore_errors=True)
        counter = self.folder / "counter"
        server = subprocess.Popen(
            [self.dormouse.binary, "serve", "--listen", "127.0.0.1:0", "--open-loopback"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=self.shim.environment(
                self.dormouse.environment, self.dormouse.home, counter, kind, at),
        )  # fmt: skip
        client = Telling(kind)
        line = server.stdout.readline()
        if "listening on" in line:
            try:
                client.work(Client(("127.0.0.1", int(line.rsplit(":", 1)[1]))), at)
            except OSError:
                pass  # It was killed, or interrupted.
        # Every other time it has no time to tidy up.
        server.send_signal(signal.SIGKILL if at % 2 else signal.SIGTERM)
        problems = client.problems
        try:
            server.wait(60)
        except subprocess.TimeoutExpired:
            problems.append("it does not end")
            server.kill()
            server.wait()
        steps, hit = struct.unpack("QQ", counter.read_bytes())
        return steps, hit != 0, problems + self.look(client)

    def look(self, client):
        """What the next process finds."""
        code, output, errors = self.dormouse.run("export", "--quiet")
        if code != 0:
            return [f"the next process cannot read: {errors[-300:]}"]
        records = [json.loads(line) for line in output.splitlines()]
        ids, problems = [record["id"] for record in records], []
        lost = client.kept - set(ids)
        if lost:
            problems.append(f"{len(lost)} of {len(client.kept)} acknowledged are missing")
        if len(ids) != len({record["content"] for record in records}):
            problems.append("something is there twice")
        if client.erased & set(ids):
            problems.append("what was erased is back")
        log = self.dormouse.home / "told.log"
        if log.exists() and os.path.getsize(log) > 0:
            problems.append("the log of what was told was not taken up")
        return problems


class Telling:
    """A client, and what it knows."""

    def __init__(self, kind):
        self.kind = kind
        self.kept, self.erased, self.problems = set(), set(), []

    def work(self, client, at):
        for number in range(MEMORIES):
            status, answer = client.ask("POST", "/v1/memories", {"content": f"note {number} at {at}"})
            if status == 201:
                self.kept.add(json.loads(answer)["id"])
            if number in (3, 8):
                self.list(client)
            if number == 6 and self.kept:
                self.forget(client, min(self.kept))

    def list(self, client):
        status, answer = client.ask("GET", "/v1/memories?limit=50")
        if status != 200:
            # Whoever is interrupted need not answer.
            if self.kind not in ("kill", "interrupt"):
                self.problems.append(f"reading is answered with {status}: {answer[:300]}")
            return
        missing = self.kept - {memory["id"] for memory in json.loads(answer)["memories"]}
        if missing:
            self.problems.append(f"a list lacks {len(missing)} that were acknowledged")

    def forget(self, client, memory):
        self.kept.discard(memory)
        if client.ask("DELETE", f"/v1/memories/{memory}")[0] == 200:
            self.erased.add(memory)
