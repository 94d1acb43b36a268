"""Measures `dormouse serve` and `dormouse mcp` as clients meet them."""
import json
import multiprocessing
import os
import random
import shutil
import socket
import subprocess
import time

from measure.client import Client, Server
from measure.day import day
from measure.program import Failure


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
    for name, kill_every in (("day", None), ("day_with_kills", min(20, max(3, seconds / 6)))):
        home = context.folder / name
        details[name] = report = day(dormouse, home, seconds, kill_every)
        shutil.rmtree(home, ignore_errors=True)
        what = f"{seconds} s of eight agents" + (", kill -9 now and then" if kill_every else "")
        add("serving", f"{what}: acknowledged and lost, or back", report["lost"] + report["back"], "memories", 0)
        add("serving", "  requests that failed", report["errors"], "requests", 0)
        if not kill_every and report["resident_growth"]:
            add("serving", "  memory at the end beside after a quarter", report["resident_growth"], "times",
                context.limit(1.1))  # fmt: skip
    return details
