"""What is measured, a function a part. Each adds its figures and gives its details."""
import json
import subprocess
import sys

from measure import models as language_models
from measure import pipeline as pipelines
from measure import postgres as servers
from measure import serving
from measure import timing
from measure.context import BENCH


def quality(context):
    """How much of the evidence is found, on conversations that are not in the repository."""
    if not context.conversations.exists():
        context.say(f"  skipped: {context.conversations} is not there (--conversations FILE)")
        return {"skipped": f"{context.conversations.name} is not there"}
    report = context.dormouse.json("bench", "recall", context.conversations)
    figures = context.figures
    for cutoff, limit in (("1", None), ("5", 0.67), ("10", 0.78), ("20", None)):
        figures.at_least("quality", f"R@{cutoff}", report["recall_at"][cutoff], "", limit)
    figures.at_least("quality", "all evidence in the top 10", report["recall_all_at"]["10"], "")
    figures.at_least("quality", "MRR", report["mrr"], "")
    figures.at_least("quality", "session R@5", report["session_recall_at"]["5"], "")
    for name, row in report["by_category"].items():
        figures.at_least(
            "quality", f"R@10, category {name}", row["recall_at"]["10"], "",
            note=f"{row['questions']} questions",
        )  # fmt: skip
    return report


def speed(context):
    """How fast a warm process answers."""
    large = context.count(100_000)
    # The same number of memories a namespace, quick or not.
    spaces = max(1, large // 1000)
    reports = {
        "10k": context.main_home()[1],
        "100k": context.large_home()[1],
        "1k of 100k": context.speed(large, namespaces=spaces)[1],
    }
    limits = {"10k": (15, 50), "100k": (40, None), "1k of 100k": (15, None)}
    for name, report in reports.items():
        p50, p99 = limits[name]
        title = f"{report['memories']:,} memories in {report['namespaces']:,} namespaces"
        latency, parts, reading = (report[key] for key in ("latency_ms", "parts_ms", "reading"))
        add = context.figures.at_most
        add("speed", f"recall p50, {title}", latency["p50"], "ms", context.limit(p50))
        add("speed", f"recall p99, {title}", latency["p99"], "ms", context.limit(p99))
        add("speed", "  of it embedding the question, p50", parts["embedding"]["p50"], "ms")
        add("speed", "  of it scoring with the vector scan, p50", parts["scoring_with_scan"]["p50"], "ms")
        add("speed", "  of it the vector scan, p50", parts["vector_scan"]["p50"], "ms")
        context.figures.at_least(
            "speed", "  scan as a share of plain reading of memory", reading["share"], "",
            note=f"{reading['scan_gb_per_second']} of {reading['plain_read_gb_per_second']} GB/s",
        )  # fmt: skip
        exact = report["exact"]
        add("speed", "  questions answered other than exactly", exact["different"], "", 0,
            note=f"largest difference {exact['max_difference']:.1e}; the store's own scan takes "
            f"{exact['store_scan_ms']} ms")  # fmt: skip
        add("speed", "  recall right after telling something, p50",
            report["after_telling_ms"]["p50"], "ms")  # fmt: skip
        add("speed", "  first recall (builds the index), p50", report["first_recall_ms"]["p50"], "ms")
    return reports


def cold(context):
    """How fast a new process is."""
    folder, _ = context.main_home()
    dormouse = context.dormouse.at(folder / "home")
    question = questions(folder)[0][1]
    recall = timing.processes(
        [dormouse.binary, "recall", question, "-n", "space-1"], dormouse.environment,
        context.count(50) + 5,
    )  # fmt: skip
    help_ = timing.processes(
        [dormouse.binary, "--help"], dormouse.environment, context.count(200) + 5
    )
    details = {"recall": timing.summary(*recall), "help": timing.summary(*help_)}
    memories = f"{context.count(10_000):,} memories"
    add = context.figures.at_most
    add("cold", f"recall as a new process, {memories}, p50", details["recall"]["p50"], "ms",
        context.limit(400))  # fmt: skip
    add("cold", "  the slowest", details["recall"]["max"], "ms")
    add("cold", "--help, p50", details["help"]["p50"], "ms", 30)
    return details


def sleep(context):
    """How long a sleep takes and how much memory it needs."""
    details = {}
    for memories in (1_000, 10_000, 100_000):
        if context.is_quick and memories > 10_000:
            continue
        report = context.dormouse.json("bench", "sleep", "--memories", memories, "--then", 10)
        details[str(memories)] = report
        is_limited = memories == 10_000
        first = report["sleep"]
        add = context.figures.at_most
        add("sleep", f"a whole sleep on {memories:,} memories", first["seconds"], "s",
            60 if is_limited else None)  # fmt: skip
        add("sleep", "  most resident memory", first["peak_resident_mib"], "MiB",
            1024 if is_limited else None)  # fmt: skip
        add("sleep", "  milliseconds a memory", first["seconds"] * 1000 / memories, "ms",
            note="for growth")  # fmt: skip
        add("sleep", "  then on 10 more", report["sleep_on_more"]["seconds"], "s")
        add("sleep", "  then on nothing new", report["sleep_on_nothing"]["seconds"], "s")
    return details


def embed(context):
    """How fast texts become vectors, beside ONNX Runtime from Python."""
    file = context.folder / "sentences.txt"
    file.write_text("\n".join(sentences(context)) + "\n", encoding="utf-8")
    python = context.python()
    details = []
    for batch, threads in ((32, 2), (32, 1), (1, 1)):
        ours, theirs = {}, {}
        # By turns, so that both meet the same weather; the best of each counts.
        for _ in range(1 if context.is_quick else 3):
            settings = ["--batch", str(batch), "--threads", str(threads), "--repeat", "1"]
            ours = better(ours, context.dormouse.json("bench", "embed", file, *settings))
            peer = [*offline(), python, BENCH / "embedding/peer.py", file, *settings]
            done = subprocess.run(peer, check=True, capture_output=True, text=True)
            theirs = better(theirs, json.loads(done.stdout))
        details.append({"batch": batch, "threads": threads, "dormouse": ours, "python": theirs})
        ratio = ours["sentences_per_second"] / theirs["sentences_per_second"]
        title = f"batch {batch}, {threads} threads"
        context.figures.at_least(
            "embed", f"sentences a second as a share of Python's, {title}", round(ratio, 3), "", 0.9,
            note=f"{ours['sentences_per_second']} to {theirs['sentences_per_second']}",
        )  # fmt: skip
        context.figures.at_most(
            "embed", f"  a question, {title}", ours["query_ms"], "ms",
            note=f"Python {theirs['query_ms']} ms",
        )  # fmt: skip
    return details


def hybrid(context):
    """PostgreSQL and DuckDB together, on the server of POSTGRES_DB_URL or a private one."""
    report = context.dormouse.json("bench", "hybrid", "--rows", context.count(100_000))
    for figure in report:
        limit = figure.get("limit")
        # Shares hold at every size, times only at the whole one.
        if figure["unit"] != "times" and limit is not None:
            limit = context.limit(limit)
        context.figures.at_most(
            "hybrid", figure["name"], round(figure["value"], 3), figure["unit"], limit,
            note=figure.get("note"),
        )  # fmt: skip
    return report


def kills(context):
    """kill -9 at random moments; see bench/kill."""
    command = [sys.executable, BENCH / "kill", "--kills", str(20 if context.is_quick else 1000)]
    command += ["--binary", context.dormouse.binary]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    report = json.loads(done.stdout)
    context.figures.at_most(
        "kills", f"faults after {report['kills']:,} kills", len(report["faults"]), "", 0,
        note=f"{report['acknowledged']:,} memories acknowledged; seed {report['seed']}",
    )  # fmt: skip
    return report


def peers(context):
    """Other memories for agents, over the same memories, vectors and questions."""
    python = context.python()
    details = []
    homes = [("10k", context.main_home()), ("100k", context.large_home())]
    for name, (folder, report) in homes:
        ours = {"peer": "dormouse", "search_ms": report["latency_ms"], "memories": report["memories"]}
        details.append(ours)
        for peer in ("chroma", "mem0"):
            files = context.folder / f"{peer}-{name}"
            files.mkdir()
            script = [*offline(), python, BENCH / f"peers/{peer}_peer.py", "--folder", files]
            count = ["--count", str(context.count(200)), "--adds", str(context.count(100))]
            context.say(f"  {peer}, {report['memories']:,} memories…")
            theirs = ask(
                script
                + ["--store", folder / "home/memories.duckdb"]
                + ["--questions", folder / "questions.tsv", *count]
            )
            if name == "10k":
                question = questions(folder)[0][1]
                times, tool = timing.processes([*script, "--ask", question], None, 5)
                theirs["cold_ms"] = timing.summary(times, tool)
            details.append(theirs)
            compare(context, report, theirs)
    if context.conversations.exists():
        for peer in ("chroma", "mem0"):
            files = context.folder / f"{peer}-quality"
            files.mkdir()
            script = [*offline(), python, BENCH / f"peers/{peer}_peer.py", "--folder", files]
            theirs = ask([*script, "--quality", context.conversations])
            details.append(theirs)
            for cutoff in ("5", "10"):
                context.figures.at_least(
                    "peers", f"{theirs['peer']}: R@{cutoff}", theirs["recall_at"][cutoff], ""
                )
    return details


# Steps


def compare(context, report, theirs):
    """A peer's figures beside ours."""
    title = f"{theirs['peer']}: {{}}, {theirs['memories']:,} memories"
    add = context.figures.at_most
    ours = report["latency_ms"]
    for rank in ("p50", "p99"):
        times = theirs["search_ms"][rank] / ours[rank]
        add("peers", title.format(f"search {rank}"), theirs["search_ms"][rank], "ms",
            note=f"{times:.1f} times Dormouse's {ours[rank]} ms")  # fmt: skip
    context.figures.at_least("peers", title.format("adds a second, one by one"),
        theirs["adds_per_second"], "")  # fmt: skip
    if report["vectors"] == "model":
        context.figures.at_least("peers", title.format("share of the exact ten nearest"),
            theirs["vector_recall_at_10"], "")  # fmt: skip
    if "cold_ms" in theirs:
        add("peers", title.format("first answer of a new process"), theirs["cold_ms"]["p50"], "ms")


def ask(command):
    """Runs a peer; gives the object it prints."""
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{command[-1]}: {done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def offline():
    """Takes the network away from a program where that is allowed (root, or user namespaces)."""
    for prefix in (["unshare", "--net"], ["unshare", "--user", "--net"]):
        if not subprocess.run([*prefix, "true"], capture_output=True).returncode:
            return prefix
    return []


def pipeline(context):
    """A dbt project beside dbt, and beside its SQL through DuckDB alone."""
    return pipelines.measure(context)


def postgres(context):
    """Memories on a server; see measure/postgres.py."""
    return servers.measure(context, ask)


def questions(folder):
    """What was asked in a home that was kept: namespace and question."""
    lines = (folder / "questions.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t", 1) for line in lines]


def better(one, other):
    """The better of two embedding reports, figure by figure."""
    if not one:
        return other
    return other | {
        "sentences_per_second": max(one["sentences_per_second"], other["sentences_per_second"]),
        "query_ms": min(one["query_ms"], other["query_ms"]),
        "load_ms": min(one["load_ms"], other["load_ms"]),
    }


def sentences(context):
    """Real sentences where there are any, else those of the synthetic home."""
    if context.conversations.exists():
        texts = []
        for item in json.loads(context.conversations.read_text(encoding="utf-8")):
            for session in item["conversation"].values():
                if isinstance(session, list):
                    texts += [turn["text"].replace("\n", " ") for turn in session if turn.get("text")]
    else:
        home = context.dormouse.at(context.main_home()[0] / "home")
        texts = [json.loads(line)["content"] for line in home.text("export", "-q").splitlines()]
    return texts[: context.count(1400)]


ALL = {
    "quality": quality,
    "speed": speed,
    "cold": cold,
    "sleep": sleep,
    "embed": embed,
    "peers": peers,
    "pipeline": pipeline,
    "hybrid": hybrid,
    "models": language_models.models,
    "serving": serving.serving,
    "kills": kills,
    "postgres": postgres,
}
