#!/usr/bin/env python3
"""Embeds the lines of a file with ONNX Runtime from Python, as a peer to measure Dormouse against:
the same model, the same library, tokenizers in Rust, and a batch padded to its longest text.

usage: python3 -m venv /tmp/peer && /tmp/peer/bin/pip install onnxruntime==1.31.1 \\
           tokenizers==0.23.3 numpy
       /tmp/peer/bin/python bench/embedding/peer.py FILE [--batch 32] [--threads 2] [--repeat 3]

Prints one JSON object: the best of the repeats in texts a second, and the median time of a query
of twelve words. Texts are sorted by length before they are cut into batches, as
sentence-transformers does it; --unsorted leaves them as they come.
"""
import argparse
import json
import os
import pathlib
import resource
import statistics
import time

# The wheels report to Microsoft unless told not to before they are imported.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import numpy
import onnxruntime
from tokenizers import BertWordPieceTokenizer

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MODEL = ROOT / ".prefix/share/dormouse/model"
QUERY = "where did the dormouse sleep last winter and what woke it up"


class Peer:
    """A session and its tokenizer."""

    def __init__(self, directory, threads):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(
            str(directory / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self.tokenizer = BertWordPieceTokenizer(str(directory / "vocab.txt"), lowercase=True)
        self.tokenizer.enable_truncation(256)
        self.tokenizer.enable_padding()

    def embed(self, texts):
        """Vectors of length 1, one a text."""
        encodings = self.tokenizer.encode_batch(texts)
        ids = numpy.array([e.ids for e in encodings], dtype=numpy.int64)
        mask = numpy.array([e.attention_mask for e in encodings], dtype=numpy.int64)
        states = self.session.run(
            None,
            {"input_ids": ids, "attention_mask": mask, "token_type_ids": numpy.zeros_like(ids)},
        )[0]
        weights = mask[:, :, None].astype(numpy.float32)
        mean = (states * weights).sum(axis=1) / weights.sum(axis=1)
        return mean / numpy.linalg.norm(mean, axis=1, keepdims=True)

    def embed_all(self, texts, batch, in_order):
        """All vectors in the order of the texts."""
        order = range(len(texts))
        if not in_order:
            order = sorted(order, key=lambda index: -len(texts[index]))
        vectors = numpy.empty((len(texts), 384), dtype=numpy.float32)
        for start in range(0, len(texts), batch):
            rows = list(order[start : start + batch])
            vectors[rows] = self.embed([texts[row] for row in rows])
        return vectors


def milliseconds(action):
    """How long an action takes."""
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", help="texts, one a line")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--model", type=pathlib.Path, default=MODEL)
    parser.add_argument("--unsorted", action="store_true")
    arguments = parser.parse_args()
    texts = pathlib.Path(arguments.file).read_text(encoding="utf-8").splitlines()

    start = time.perf_counter()
    peer = Peer(arguments.model, arguments.threads)
    load = (time.perf_counter() - start) * 1000
    queries = [milliseconds(lambda: peer.embed([QUERY])) for _ in range(40)]
    bulk = [
        milliseconds(lambda: peer.embed_all(texts, arguments.batch, arguments.unsorted))
        for _ in range(arguments.repeat)
    ]
    print(
        json.dumps(
            {
                "texts": len(texts),
                "batch": arguments.batch,
                "threads": arguments.threads,
                "sentences_per_second": round(len(texts) / min(bulk) * 1000, 1),
                "load_ms": round(load, 1),
                "query_ms": round(statistics.median(queries), 2),
                "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    )


if __name__ == "__main__":
    main()
