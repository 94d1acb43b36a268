"""What the peers share: the memories and vectors of a Dormouse home, questions, and timing.

Runs in bench/.venv. Every peer gets the very vectors that Dormouse has, and the same model embeds
its questions, so that what is compared is the store and the search.
"""
import argparse
import importlib.util
import json
import os
import pathlib
import statistics
import time
import uuid

# Nothing is reported to anybody, and nothing is fetched. bench/run takes the network away, too.
os.environ |= {
    "ORT_DISABLE_TELEMETRY": "1",
    "MEM0_TELEMETRY": "False",
    "ANONYMIZED_TELEMETRY": "False",
    "HF_HUB_OFFLINE": "1",
    "OPENAI_API_KEY": "none",
}

BENCH = pathlib.Path(__file__).resolve().parent.parent
CUTOFFS = (1, 5, 10, 20)
# The share of the nearest vectors that a search has to find to be as right as an exact one, of 500
# that are looked for: up to two may be missing, because sums of floats differ in the last bits.
EQUAL = 0.995


def model(threads=2):
    """The embedding model, as bench/embedding/peer.py runs it."""
    spec = importlib.util.spec_from_file_location("peer", BENCH / "embedding/peer.py")
    peer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(peer)
    return peer.Peer(peer.MODEL, threads)


def memories(store):
    """Ids, namespaces, texts and vectors of a Dormouse store, in order of time."""
    import duckdb

    connection = duckdb.connect(str(store), read_only=True)
    table = connection.execute(
        """
        SELECT m.id::VARCHAR, m.namespace, m.content, e.vector::FLOAT[384]
        FROM memory m JOIN embedding e ON e.memory_id = m.id
        ORDER BY m.occurred_at, m.id
        """
    ).fetchnumpy()
    connection.close()
    ids, namespaces, texts, vectors = table.values()
    import numpy

    return list(ids), list(namespaces), list(texts), numpy.stack(vectors)


def uuid_of(text):
    """A UUID that belongs to a text."""
    return uuid.uuid5(uuid.NAMESPACE_OID, text)


def questions(file):
    """Pairs of namespace and question."""
    lines = pathlib.Path(file).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t", 1)) for line in lines]


def spread(count, spaces):
    """Namespaces for so many rows, by turns."""
    return [f"space-{row % spaces + 1}" for row in range(count)]


def milliseconds(action):
    """What it gives, and how long it took."""
    start = time.perf_counter()
    value = action()
    return value, (time.perf_counter() - start) * 1000


def percentiles(times):
    """p50, p95, p99 and the longest, by nearest rank."""
    ordered = sorted(times)

    def rank(share):
        return round(ordered[max(0, -(-len(ordered) * share // 100) - 1)], 3)

    return {"p50": rank(50), "p95": rank(95), "p99": rank(99), "max": rank(100)}


def conversations(file):
    """The turns and questions of a LoCoMo file: (name, {turn id: text}, [(question, evidence)])."""
    import re

    for number, item in enumerate(json.loads(pathlib.Path(file).read_text(encoding="utf-8"))):
        body = item["conversation"]
        turns = {}
        for key in sorted(body, key=lambda key: [int(n) for n in re.findall(r"\d+", key)]):
            if not re.fullmatch(r"session_\d+", key):
                continue
            for turn in body[key]:
                caption = turn.get("blip_caption")
                parts = [turn.get("text"), f"[shares an image: {caption}]" if caption else None]
                # The speaker's name helps them a lot (R@5 0.39 instead of 0.17), and they have no
                # other place for it that is searched.
                turns[turn["dia_id"]] = f"{turn['speaker']}: " + " ".join(filter(None, parts))
        asked = []
        for entry in item["qa"]:
            found = {name for text in entry.get("evidence", []) for name in re.findall(r"D\d+:\d+", text)}
            found &= set(turns)
            if str(entry.get("category")) != "5" and found:
                asked.append((entry["question"], found))
        yield item.get("sample_id", f"conversation-{number + 1}"), turns, asked


def quality(file, store, embed):
    """How much of the evidence a store finds: the same measure as `dormouse bench recall`.

    `store(name, ids, texts, vectors)` keeps a conversation and gives a function of question and
    limit that gives ids.
    """
    shares = {cutoff: [] for cutoff in CUTOFFS}
    for name, turns, asked in conversations(file):
        texts = list(turns.values())
        search = store(name, list(turns), texts, embed(texts))
        for question, evidence in asked:
            found = search(question, max(CUTOFFS))
            for cutoff in CUTOFFS:
                shares[cutoff].append(len(evidence & set(found[:cutoff])) / len(evidence))
    return {
        "questions": len(shares[1]),
        "recall_at": {str(cutoff): round(statistics.mean(shares[cutoff]), 4) for cutoff in CUTOFFS},
    }


def arguments(description):
    """The command line of a peer."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--store", help="memories.duckdb of the home to compare with")
    parser.add_argument("--questions", help="namespace and question, a line each")
    parser.add_argument("--folder", required=True, help="where the peer keeps its files")
    parser.add_argument("--count", type=int, default=200, help="how many questions are timed")
    parser.add_argument("--adds", type=int, default=100, help="how many are added one by one")
    parser.add_argument("--quality", help="a LoCoMo file: measure quality instead of speed")
    parser.add_argument("--ask", help="open what is there and ask this: a cold process")
    parser.add_argument("--postgres", help="a server's URL, for a peer that can use one")
    parser.add_argument("--spread", type=int, help="over how many namespaces, instead of the home's")
    return parser.parse_args()


def measure(options, name, open_store, add_one, add_all, search, widths=(None,)):
    """Fills a store, asks, and prints one JSON object.

    The last memories are added one by one through the public interface, embedding included; the
    rest goes in as fast as the store takes it, with vectors that are there.

    `widths` are how widely an approximate index is searched, one after the other until it finds as
    much as an exact search: all are printed, and the last as the result. `open_store` gets it.
    """
    embedder = model()

    def embed(texts):
        return embedder.embed_all(texts, 32, False)

    if options.quality:

        def conversation(conversation_name, ids, texts, vectors):
            store = open_store(embedder, conversation_name)
            add_all(store, ids, ["all"] * len(ids), texts, vectors)
            return lambda question, limit: search(store, "all", question, limit)

        print(json.dumps({"peer": name} | quality(options.quality, conversation, embed)))
        return
    store = open_store(embedder, "memories")
    if options.ask:
        found = search(store, "space-1", options.ask, 10)
        print(json.dumps({"peer": name, "found": len(found)}))
        return
    ids, namespaces, texts, vectors = memories(options.store)
    if options.spread:
        namespaces = spread(len(ids), options.spread)
    bulk = len(ids) - min(options.adds, len(ids) // 2)
    start = time.perf_counter()
    add_all(store, ids[:bulk], namespaces[:bulk], texts[:bulk], vectors[:bulk])
    load = time.perf_counter() - start
    adds = [
        milliseconds(lambda: add_one(store, ids[at], namespaces[at], texts[at]))[1]
        for at in range(bulk, len(ids))
    ]
    asked = questions(options.questions)[: options.count]
    if options.spread:
        asked = list(zip(spread(len(asked), options.spread), [text for _, text in asked]))
    searches = []
    for width in widths:
        if width:
            store = open_store(embedder, "memories", width)
        search(store, *asked[0], 10)
        answers, times = zip(*(milliseconds(lambda: search(store, *pair, 10)) for pair in asked))
        found = exactness(answers, asked, namespaces, ids, vectors, embedder)
        searches.append(
            {
                "search_ms": percentiles(times),
                "short_answers": sum(len(answer) < 10 for answer in answers),
                "vector_recall_at_10": round(found, 4),
            }
            | ({"width": width} if width else {})
        )
        if found >= EQUAL:
            break
    print(
        json.dumps(
            {
                "peer": name,
                "memories": len(ids),
                "load_seconds": round(load, 2),
                "adds_per_second": round(1000 * len(adds) / sum(adds), 1),
                "question_embedding_ms": percentiles(
                    [milliseconds(lambda: embedder.embed([text]))[1] for _, text in asked[:50]]
                ),
            }
            | searches[-1]
            | ({"searches": searches} if len(searches) > 1 else {})
        )
    )


def exactness(answers, asked, namespaces, ids, vectors, embedder):
    """The mean share of the ten nearest vectors (exact) that a peer's answers hold. What is as near
    as the tenth counts, whichever of them it is: memories may say the same."""
    import numpy

    spaces = numpy.array(namespaces)
    rows_of = {identifier: row for row, identifier in enumerate(ids)}
    shares = []
    for (namespace, text), answer in list(zip(asked, answers))[:50]:
        rows = numpy.flatnonzero(spaces == namespace)
        question = embedder.embed([text])[0]
        wanted = min(10, len(rows))
        tenth = numpy.sort(vectors[rows] @ question)[-wanted]
        found = [row for row in (rows_of.get(identifier) for identifier in answer) if row is not None]
        hits = sum(vectors[row] @ question >= tenth - 1e-6 for row in found)
        shares.append(min(wanted, hits) / wanted)
    return statistics.mean(shares)
