"""Measures `dormouse serve` and `dormouse mcp` as clients meet them."""
import json
import multiprocessing
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import time

from measure.program import Failure


class Server:
    """A server on a Unix socket and a free port, and what is asked of it."""

    def __init__(self, dormouse, *arguments):
        self.process = subprocess.Popen(
            [dormouse.binary, "serve", "--listen", "127.0.0.1:0", "--open-loopback", *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=dormouse.environment, text=True,
        )  # fmt: skip
        line = self.process.stdout.readline()
        if "listening on" not in line:
            raise Failure(f"dormouse serve does not listen: {line!r}")
        self.address = ("127.0.0.1", int(line.rsplit(":", 1)[1]))

    def resident_mib(self):
        for line in open(f"/proc/{self.process.pid}/status", encoding="ascii"):
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024

    def stop(self, with_signal=signal.SIGTERM):
        self.process.send_signal(with_signal)
        self.process.wait(60)


class Client:
    """One connection that is kept."""

    def __init__(self, address):
        self.socket = socket.create_connection(address, timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def ask(self, method, path, body=None):
        """Status and body of an answer."""
        data = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(data)}\r\n"
        if body is not None:
            head += "Content-Type: application/json\r\n"
        self.socket.sendall(head.encode() + b"\r\n" + data)
        while b"\r\n\r\n" not in self.rest:
            self.more()
        head, self.rest = self.rest.split(b"\r\n\r\n", 1)
        lines = head.decode().lower().split("\r\n")
        length = next(int(x.split(":")[1]) for x in lines if x.startswith("content-length"))
        while len(self.rest) < length:
            self.more()
        answer, self.rest = self.rest[:length], self.rest[length:]
        return int(lines[0].split()[1]), answer

    def more(self):
        piece = self.socket.recv(1 << 16)
        if not piece:
            raise ConnectionError("the server closed")
        self.rest += piece


def worker(address, requests, queue):
    """Sends requests one after another; gives milliseconds of each."""
    client = Client(address)
    times = []
    for method, path, body in requests:
        start = time.perf_counter()
        status, answer = client.ask(method, path, body)
        times.append((time.perf_counter() - start) * 1000)
        if status >= 300:
            queue.put(Failure(f"{path}: {status} {answer[:200]}"))
            return
    queue.put(times)


def side_by_side(address, requests, clients):
    """The same requests dealt to so many processes: milliseconds of each, requests a second."""
    queue = multiprocessing.Queue()
    workers = [
        multiprocessing.Process(target=worker, args=(address, requests[at::clients], queue))
        for at in range(clients)
    ]
    start = time.perf_counter()
    for process in workers:
        process.start()
    answers = [queue.get() for _ in workers]
    seconds = time.perf_counter() - start
    for process in workers:
        process.join()
    for answer in answers:
        if isinstance(answer, Exception):
            raise answer
    times = sorted(time for answer in answers for time in answer)
    return times, len(times) / seconds


def at(times, share):
    return round(times[min(len(times) - 1, int(len(times) * share))], 2)


def syncs_a_second(folder, rounds=300):
    """What the disk allows: a page and fdatasync, one after another."""
    path = folder / "sync"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT)
    page = os.urandom(4096)
    start = time.perf_counter()
    for _ in range(rounds):
        os.write(descriptor, page)
        os.fdatasync(descriptor)
    seconds = time.perf_counter() - start
    os.close(descriptor)
    os.unlink(path)
    return rounds / seconds


def telling(count, name):
    return [
        ("POST", f"/v1/memories?namespace={name}", {"content": f"{name} number {n}: {random.random()}"})
        for n in range(count)
    ]  # fmt: skip


def handshake(dormouse, home, question=None):
    """Milliseconds from the start of `dormouse mcp` to its first answer, and to a first recall."""
    process = subprocess.Popen(
        [dormouse.binary, "mcp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, env=dormouse.at(home).environment, text=True, bufsize=1,
    )  # fmt: skip
    start = time.perf_counter()
    shake = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "b"}}
    send(process, 0, "initialize", shake)
    first = (time.perf_counter() - start) * 1000
    second = None
    if question:
        start = time.perf_counter()
        send(process, 1, "tools/call", {"name": "recall", "arguments": {"question": question}})
        second = (time.perf_counter() - start) * 1000
    process.stdin.close()
    process.wait(60)
    return first, second


def send(process, number, method, parameters):
    message = {"jsonrpc": "2.0", "id": number, "method": method, "params": parameters}
    process.stdin.write(json.dumps(message) + "\n")
    process.stdin.flush()
    answer = json.loads(process.stdout.readline())
    if "error" in answer or answer["result"].get("isError"):
        raise Failure(f"{method}: {answer}")


def idle_and_slow(server, idle, slow):
    """Others are served while so many connections do nothing or send a byte a second."""
    before = server.resident_mib()
    sockets = []
    for _ in range(idle):
        sockets.append(socket.create_connection(server.address, timeout=60))
    crawling = [socket.create_connection(server.address, timeout=60) for _ in range(slow)]
    client, times = Client(server.address), []
    for byte in b"GET /health":
        for connection in crawling:
            try:
                connection.send(bytes([byte]))
            except OSError:
                pass
        for _ in range(5):
            start = time.perf_counter()
            status, _ = client.ask("GET", "/health")
            times.append((time.perf_counter() - start) * 1000)
            if status != 200:
                raise Failure(f"/health answers {status}")
        time.sleep(0.2)
    grown = server.resident_mib() - before
    for connection in sockets + crawling:
        connection.close()
    return sorted(times), grown


def soak(dormouse, home, seconds, kill_every):
    """Agents tell, ask and forget while the server is killed now and then; what was acknowledged
    must be there at the end."""
    end, kept, errors, kills = time.monotonic() + seconds, {}, 0, 0
    resident = []
    server = Server(dormouse.at(home))
    turn, next_kill = 0, time.monotonic() + kill_every
    client = Client(server.address)
    while time.monotonic() < end:
        turn += 1
        if time.monotonic() > next_kill:
            server.stop(signal.SIGKILL)
            server = Server(dormouse.at(home))
            client, kills = Client(server.address), kills + 1
            next_kill = time.monotonic() + kill_every
        text = f"turn {turn} of the soak, {random.random()}"
        status, answer = client.ask("POST", "/v1/memories", {"content": text})
        if status == 201:
            kept[json.loads(answer)["id"]] = text
        else:
            errors += 1
        status, _ = client.ask("POST", "/v1/recall", {"question": f"turn {turn // 2}"})
        errors += status != 200
        if turn % 50 == 0:
            gone, _ = kept.popitem()
            status, _ = client.ask("DELETE", f"/v1/memories/{gone}")
            errors += status != 200
        if turn % 20 == 0:
            resident.append(server.resident_mib())
    lost = sum(client.ask("GET", f"/v1/memories/{id}")[0] != 200 for id in kept)
    server.stop()
    half = len(resident) // 2
    growth = statistics.median(resident[half:]) / statistics.median(resident[:half] or [1])
    return {
        "turns": turn, "kills": kills, "errors": errors, "kept": len(kept), "lost": lost,
        "resident_growth": round(growth, 3),
    }  # fmt: skip


def recall_beside_import(context, server, asks):
    """How much later the slowest answers come while somebody imports."""
    asks = asks[: context.count(600)]
    rest, _ = side_by_side(server.address, asks, 2)
    lines = "".join(
        json.dumps({"content": f"line {n} of an import, {random.random()}"}) + "\n"
        for n in range(context.count(20_000))
    )
    sender = multiprocessing.Process(target=import_lines, args=(server.address, lines.encode()))
    sender.start()
    beside, _ = side_by_side(server.address, asks, 2)
    was_beside = sender.is_alive()
    sender.join()
    return {
        "rest_p99": at(rest, 0.99), "beside_p99": at(beside, 0.99), "to_the_end": was_beside,
        "times": round(at(beside, 0.99) / at(rest, 0.99), 2),
    }  # fmt: skip


def import_lines(address, lines):
    client = Client(address)
    head = (
        "POST /v1/import?namespace=imported HTTP/1.1\r\nHost: localhost\r\n"
        f"Content-Type: application/x-ndjson\r\nContent-Length: {len(lines)}\r\n\r\n"
    )
    client.socket.settimeout(600)
    client.socket.sendall(head.encode() + lines)
    client.more()


def remember_without_embedding(context, folder):
    """Tells a server that has no model: what a durable `remember` costs by itself."""
    least = context.figures.at_least
    home = context.folder / "told"
    server = Server(context.dormouse.at(home).without_model())
    try:
        side_by_side(server.address, telling(50, "first"), 1)
        syncs = syncs_a_second(folder)
        times, one = side_by_side(server.address, telling(context.count(4000), "one"), 1)
        _, eight = side_by_side(server.address, telling(context.count(16_000), "eight"), 8)
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)
    least("serving", "remember without embedding, one client, a second", round(one), "memories",
          context.limit(min(1000, 0.8 * syncs)))  # fmt: skip
    least("serving", "  eight clients beside one", round(eight / one, 2), "times", context.limit(3))
    return {
        "syncs": round(syncs), "one": round(one), "eight": round(eight),
        "p50": at(times, 0.5), "p99": at(times, 0.99),
    }  # fmt: skip


def serving(context):
    """REST and MCP as clients meet them."""
    add, least = context.figures.at_most, context.figures.at_least
    folder, _ = context.main_home()
    home = folder / "home"
    dormouse, details = context.dormouse, {}
    question = "What did they say about the garden?"

    shakes = [handshake(dormouse, home, question) for _ in range(context.count(20) + 2)]
    details["handshake_ms"] = sorted(first for first, _ in shakes)
    details["first_recall_ms"] = sorted(second for _, second in shakes)
    add("serving", "dormouse mcp: start to initialize, p50", at(details["handshake_ms"], 0.5), "ms", 50)
    add("serving", "dormouse mcp: first recall, p50", at(details["first_recall_ms"], 0.5), "ms",
        context.limit(300))  # fmt: skip

    server = Server(dormouse.at(home))
    try:
        asks = [
            ("POST", "/v1/recall?namespace=space-1", {"question": f"{question} {n % 97}"})
            for n in range(context.count(4000))
        ]
        side_by_side(server.address, asks[:50], 2)
        for clients in (1, 8):
            times, rate = side_by_side(server.address, asks, clients)
            details[f"recall_{clients}"] = {"p50": at(times, 0.5), "p99": at(times, 0.99), "rate": round(rate)}
            add("serving", f"recall, {clients} clients, p50", at(times, 0.5), "ms")
            add("serving", "  p99 beside p50", round(at(times, 0.99) / at(times, 0.5), 2), "times",
                context.limit(4) if clients == 8 else None)  # fmt: skip
            least("serving", "  a second", round(rate), "recalls")
        details["beside_import"] = recall_beside_import(context, server, asks)
        add("serving", "recall, 2 clients, while 20,000 memories are imported: p99 beside at rest",
            details["beside_import"]["times"], "times", context.limit(3))  # fmt: skip
        _, one = side_by_side(server.address, telling(context.count(1000), "one"), 1)
        least("serving", "remember while vectors are made, one client, a second", round(one), "memories")
        idle, slow = context.count(10_000), context.count(1000)
        times, grown = idle_and_slow(server, idle, slow)
        details["idle"] = {"p50": at(times, 0.5), "max": at(times, 1), "grown_mib": round(grown, 1)}
        add("serving", f"{idle:,} idle and {slow:,} slow connections: another's answer, p50", at(times, 0.5), "ms", 50)
        add("serving", "  memory for them", round(grown, 1), "MiB")
    finally:
        server.stop()
    details["remember"] = remember_without_embedding(context, folder)

    seconds = int(os.environ.get("DORMOUSE_SOAK_SECONDS", context.count(120)))
    fresh = context.folder / "soak"
    details["soak"] = soak(dormouse, fresh, seconds, kill_every=min(20, max(3, seconds / 6)))
    shutil.rmtree(fresh, ignore_errors=True)
    add("serving", f"soak of {seconds} s with kill -9: acknowledged and lost", details["soak"]["lost"], "memories", 0)
    add("serving", "  requests that failed", details["soak"]["errors"], "requests", 0)
    return details
