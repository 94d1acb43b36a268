"""Memories on a server: a private one, made for the run and gone with it."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

from measure.program import ROOT

PROGRAMS = ROOT / ".prefix/pg/bin"
PORT = 54329


class Server:
    """A PostgreSQL server in a folder of its own, on this machine only."""

    def __init__(self, port=PORT):
        self.port = port
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dormouse-pg-", dir="/tmp"))
        # PostgreSQL refuses to run as root.
        self.account = (
            ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
            if os.geteuid() == 0
            else []
        )
        if self.account:
            shutil.chown(self.folder, "nobody", "nogroup")
        data = self.folder / "data"
        self.call("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
            "--locale=C.UTF-8")  # fmt: skip
        settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        settings += " -c shared_buffers=1GB -c max_wal_size=4GB"
        self.call("pg_ctl", "-D", data, "-w", "-l", self.folder / "log", "-o", settings, "start")

    def call(self, program, *arguments):
        """Runs one of the server's programs."""
        subprocess.run(
            [*self.account, "env", "-i", "PATH=/usr/bin:/bin", "LANG=C.UTF-8",
                PROGRAMS / program, *map(str, arguments)],
            check=True, stdout=subprocess.DEVNULL, cwd="/",
        )  # fmt: skip

    def sql(self, database, *statements):
        """Runs statements; gives the rows of the last as text."""
        command = [PROGRAMS / "psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres",
            "-d", database, "-qAtX", "-v", "ON_ERROR_STOP=1"]  # fmt: skip
        for statement in statements:
            command += ["-c", statement]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def database(self, name):
        """A new database; gives its URL."""
        self.sql("postgres", f"CREATE DATABASE {name}")
        return self.url(name)

    def url(self, name):
        """The URL of a database."""
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"

    def stop(self):
        """Ends the server and removes what it wrote."""
        self.call("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


def measure(context, ask):
    """Remembering, importing and recalling over a server, beside COPY and beside mem0."""
    if not (PROGRAMS / "postgres").exists():
        context.say("  skipped: there is no server; run scripts/bootstrap test")
        return {"skipped": "no server"}
    server = Server()
    try:
        details = {"remember": remember(context, server), "recall": [], "mem0": []}
        for spaces in (1, 100):
            ours = recall(context, server, spaces)
            details["recall"].append(ours)
            details["mem0"].append(mem0(context, server, ask, ours))
        return details
    finally:
        server.stop()


def on(context, url):
    """The program over a database."""
    program = context.dormouse.at(context.folder / "server-home")
    program.environment["POSTGRES_DB_URL"] = url
    return program


def remember(context, server):
    """Four clients, one memory after another, each on disk before the next."""
    program = on(context, server.database("remember"))
    report = program.json("bench", "remember", "--on-server", "--clients", 4, "--seconds", 5)
    context.figures.at_least(
        "postgres", "memories kept a second, 4 clients, without vectors", report["per_second"], "",
        context.limit(1000),
    )  # fmt: skip
    return report


def recall(context, server, spaces):
    """An import with vectors given, beside COPY of the same rows; then warm recall."""
    memories = context.count(100_000)
    spaces = max(1, spaces * memories // 100_000) if spaces > 1 else 1
    name = f"recall_{spaces}"
    program = on(context, server.database(name))
    folder = context.folder / name
    context.say(f"  {memories:,} memories, {spaces} namespaces, on the server…")
    report = program.json(
        "bench", "speed", "--on-server", "--memories", memories, "--namespaces", spaces,
        "--questions", context.count(500), "--keep", folder,
    )  # fmt: skip
    title = f"{memories:,} memories in {spaces} namespace{'s' if spaces > 1 else ''}"
    add = context.figures.at_most
    add("postgres", f"recall p50, {title}", report["latency_ms"]["p50"], "ms", context.limit(15))
    add("postgres", f"recall p99, {title}", report["latency_ms"]["p99"], "ms")
    add("postgres", f"  recall right after telling something, p50, {title}",
        report["after_telling_ms"]["p50"], "ms")  # fmt: skip
    add("postgres", f"  first recall of a process, p50, {title}",
        report["first_recall_ms"]["p50"], "ms")  # fmt: skip
    add("postgres", f"  questions answered other than exactly, {title}",
        report["exact"]["different"], "", 0)  # fmt: skip
    copied = copy(server, name)
    context.figures.at_least(
        "postgres", f"  import as a share of COPY, {title}", copied / report["tell_seconds"], "",
        context.limit(0.8), note=f"COPY of the same rows into the same tables: {copied:.1f} s",
    )  # fmt: skip
    report["copy_seconds"] = copied
    return report


def copy(server, database):
    """Seconds that COPY takes for the same rows, into tables with the same indexes and checks."""
    tables = {
        "memory": "id, namespace, content, content_hash, role, speaker, session_id, context, tags, "
        "metadata, occurred_at, recorded_at, parent_id, chunk_index, time_source",
        "embedding": "memory_id, namespace, model, vector",
    }
    seconds = 0
    for table, columns in tables.items():
        file = f"/tmp/dormouse-copy-{os.getpid()}.{table}"
        source = "memory_current" if table == "memory" else table
        server.sql(
            database,
            f"CREATE TABLE copy_{table} (LIKE dormouse.{source} INCLUDING ALL)",
            f"COPY (SELECT {columns} FROM dormouse.{table}) TO '{file}' (FORMAT binary)",
        )
        start = time.monotonic()
        server.sql(database, f"COPY copy_{table} ({columns}) FROM '{file}' (FORMAT binary)")
        seconds += time.monotonic() - start
        pathlib.Path(file).unlink(missing_ok=True)
    return seconds


def mem0(context, server, ask, ours):
    """mem0 with pgvector on the same server, with iterative scan, beside `ours`: as many memories in
    as many namespaces. Its memories have the model's own vectors: among random ones no question has
    neighbours, which an approximate index is made for. Ours are compared with all of a namespace,
    so theirs do not matter to it."""
    folder, _ = context.large_home()
    spaces = ours["namespaces"]
    name = f"mem0_{spaces}"
    url = server.database(name)
    server.sql(name, "CREATE EXTENSION vector",
        f"ALTER DATABASE {name} SET hnsw.iterative_scan = strict_order")  # fmt: skip
    files = context.folder / name
    files.mkdir()
    context.say(f"  mem0 with as many memories in {spaces} namespaces…")
    theirs = ask(
        [context.python(), ROOT / "bench/peers/mem0_peer.py", "--folder", files]
        + ["--postgres", url, "--store", folder / "home/memories.duckdb"]
        + ["--questions", folder / "questions.tsv", "--count", str(context.count(200))]
        + ["--adds", str(context.count(100)), "--spread", str(spaces)]
    )
    compare(context, theirs, ours)
    return theirs


def compare(context, theirs, ours):
    """How much longer mem0 takes: to find all of the nearest, as ours does, and to find 0.97."""
    took_ours = ours["latency_ms"]["p50"]
    spaces = f"{ours['namespaces']} namespace{'s' * (ours['namespaces'] > 1)}"
    searches = theirs.get("searches", [theirs])
    enough = next((one for one in searches if one["vector_recall_at_10"] >= 0.97), searches[-1])

    def said(search):
        return (
            f"p50 {search['search_ms']['p50']:.1f} to {took_ours:.1f} ms; it finds "
            f"{search['vector_recall_at_10']:.3f} of the nearest with ef_search {search['width']}"
        )

    context.figures.at_least(
        "postgres", f"times faster than mem0 with pgvector, equally right, {spaces}",
        searches[-1]["search_ms"]["p50"] / took_ours, "", context.limit(5), note=said(searches[-1]),
    )  # fmt: skip
    context.figures.at_least(
        "postgres", f"  the same where 0.97 of the nearest do, {spaces}",
        enough["search_ms"]["p50"] / took_ours, "", None, note=said(enough),
    )  # fmt: skip
