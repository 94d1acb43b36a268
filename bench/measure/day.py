"""A day of load in minutes: agents tell, ask, list, sleep and forget, all at once."""
import json
import multiprocessing
import random
import signal
import statistics
import time

from kills.text import IrregularText
from measure.client import Client, Server


class Agent:
    """One of those who use the server; what was acknowledged is written down.

    An agent asks again what it got no answer to, as people's clients do; whether the first try was
    kept is then not known, and must not matter: what it tells has an idempotency key.
    """

    def __init__(self, number, address, end, may_break):
        self.number, self.address, self.end, self.may_break = number, address, end, may_break
        self.random, self.text = random.Random(number), IrregularText(number)
        self.kept, self.gone, self.errors, self.turns, self.times = {}, [], [], 0, []
        self.client, self.tries = None, 0

    def ask(self, method, path, body=None, headers=()):
        """Status and body; tries again while the server is away, where it may be."""
        for self.tries in range(600):
            try:
                if self.client is None:
                    self.client = Client(self.address())
                return self.client.ask(method, path, body, headers)
            except (OSError, StopIteration, ValueError) as error:
                self.client = None
                if not self.may_break:
                    self.errors.append(f"{method} {path}: {error!r}")
                time.sleep(0.1)
        raise RuntimeError(f"{method} {path}: no server for a minute")

    def must(self, expected, method, path, body=None, headers=()):
        status, answer = self.ask(method, path, body, headers)
        if status not in expected:
            self.errors.append(f"{method} {path}: {status} {answer[:200]!r}")
        return status, answer

    def run(self):
        space = f"?namespace=agent-{self.number % 3}"
        while time.time() < self.end:
            self.turns += 1
            mark = f"agent {self.number} turn {self.turns}"
            told = {"content": self.text.about(mark), "session_id": self.text.session()}
            key = [("Idempotency-Key", f"{self.number}-{self.turns}")]
            body = {name: value for name, value in told.items() if value}
            status, answer = self.must((200, 201), "POST", "/v1/memories" + space, body, key)
            if status in (200, 201):
                self.kept[json.loads(answer)["id"]] = told["content"]
            start = time.perf_counter()
            self.must((200,), "POST", "/v1/recall" + space, {"question": f"What of turn {self.turns // 2}?"})
            self.times.append((time.perf_counter() - start) * 1000)
            if self.turns % 11 == 0:
                self.must((200,), "GET", "/v1/memories" + space + "&limit=20")
            if self.turns % 17 == 0 and len(self.kept) > 5:
                gone = self.random.choice(list(self.kept))
                status, answer = self.ask("DELETE", f"/v1/memories/{gone}{space}")
                # The first try may have been served, and its answer lost.
                if status == 200 or status == 404 and self.tries > 0:
                    del self.kept[gone]
                    self.gone.append(gone)
                else:
                    self.errors.append(f"DELETE: {status} {answer[:200]!r}")
            if self.number == 0 and self.turns % 200 == 0:
                self.must((202, 409), "POST", "/v1/sleep")
        return self

    def missing(self):
        """What was acknowledged and is not there as it was told, and what was erased and is."""
        space = f"?namespace=agent-{self.number % 3}"
        lost = 0
        for id, text in self.kept.items():
            status, answer = self.ask("GET", f"/v1/memories/{id}{space}")
            lost += status != 200 or json.loads(answer)["content"] != text
        back = sum(self.ask("GET", f"/v1/memories/{id}{space}")[0] != 404 for id in self.gone)
        return lost, back


def live(number, port, end, may_break, queue):
    agent = Agent(number, lambda: ("127.0.0.1", port.value), end, may_break)
    try:
        agent.run()
    except Exception as error:
        agent.errors.append(repr(error))
    queue.put((number, agent.kept, agent.gone, agent.errors, agent.turns, agent.times))


def day(dormouse, home, seconds, kill_every=None, agents=8):
    """Runs it; the server is killed every so many seconds, or never. Gives what came of it."""
    server = Server(dormouse.at(home))
    port, queue = multiprocessing.Value("i", server.address[1]), multiprocessing.Queue()
    begin, end = time.time(), time.time() + seconds
    workers = [
        multiprocessing.Process(target=live, args=(number, port, end, kill_every is not None, queue))
        for number in range(agents)
    ]
    for worker in workers:
        worker.start()
    resident, kills, next_kill = [], 0, begin + (kill_every or seconds + 1)
    while time.time() < end:
        time.sleep(0.5)
        resident.append((time.time() - begin, server.resident_mib() or 0))
        if time.time() > next_kill:
            server.stop(signal.SIGKILL)
            server = Server(dormouse.at(home))
            port.value, kills, next_kill = server.address[1], kills + 1, time.time() + kill_every
    reports = [queue.get() for _ in workers]
    for worker in workers:
        worker.join()
    lost = back = 0
    for number, kept, gone, _, _, _ in reports:
        agent = Agent(number, lambda: server.address, 0, False)
        agent.kept, agent.gone = kept, gone
        missing, returned = agent.missing()
        lost, back = lost + missing, back + returned
    server.stop()
    times = sorted(time for report in reports for time in report[5])
    # A quarter of the time to warm up: five minutes of twenty.
    warm = [mib for at, mib in resident if seconds / 4 < at < seconds / 2]
    late = [mib for at, mib in resident if at > seconds * 3 / 4]
    errors = [error for report in reports for error in report[3]]
    return {
        "seconds": seconds, "agents": agents, "kills": kills,
        "turns": sum(report[4] for report in reports),
        "acknowledged": sum(len(report[1]) + len(report[2]) for report in reports),
        "erased": sum(len(report[2]) for report in reports),
        "lost": lost, "back": back, "errors": len(errors), "first_errors": errors[:5],
        "resident_mib": round(max(mib for _, mib in resident)),
        # Ten moments, evenly.
        "resident_course": [round(mib) for _, mib in resident[:: max(1, len(resident) // 10)]],
        "resident_growth": round(statistics.median(late) / statistics.median(warm), 3) if warm and late else None,
        "recall_p50_ms": round(times[len(times) // 2], 1), "recall_p99_ms": round(times[len(times) * 99 // 100], 1),
    }  # fmt: skip
