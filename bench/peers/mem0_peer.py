#!/usr/bin/env python3
"""mem0 with its local default (qdrant on disk), or with pgvector where --postgres names a server,
and the same model; no language model (infer=False). See common.py and bench/README.md."""
import datetime
import hashlib
import logging
import os
import pathlib
import sys

import common

options = common.arguments(__doc__)
os.environ["MEM0_DIR"] = str(pathlib.Path(options.folder) / "mem0")
logging.disable(logging.WARNING)

from mem0 import Memory
from mem0.embeddings.base import EmbeddingBase
from mem0.utils.factory import EmbedderFactory


class Embedding(EmbeddingBase):
    """The model as mem0 calls it."""

    def __init__(self, embedder):
        super().__init__()
        self.embedder = embedder

    def embed(self, text, memory_action=None):
        return self.embedder.embed([text])[0].tolist()


def open_store(embedder, name, width=None):
    """A memory on disk; mem0 has no embedder that takes a model of one's own. `width` is pgvector's
    hnsw.ef_search, which new connections take."""
    if width:
        import psycopg

        with psycopg.connect(options.postgres, autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE {connection.info.dbname} SET hnsw.ef_search = {width}")
    EmbedderFactory.create = classmethod(lambda cls, *rest, **more: Embedding(embedder))
    folder = pathlib.Path(options.folder) / name
    folder.mkdir(parents=True, exist_ok=True)
    return Memory.from_config(
        {
            "vector_store": vector_store(folder),
            "history_db_path": str(folder / "history.db"),
        }
    )


def vector_store(folder):
    """Where mem0 keeps its vectors."""
    config = {"collection_name": "memories", "embedding_model_dims": 384}
    if options.postgres:
        config |= {"connection_string": options.postgres, "hnsw": True}
        return {"provider": "pgvector", "config": config}
    return {"provider": "qdrant", "config": config | {"path": str(folder / "qdrant"), "on_disk": True}}


def add_one(store, identifier, namespace, text):
    """Through the public interface. mem0 makes ids of its own; ours goes along as metadata."""
    store.add(text, user_id=namespace, infer=False, metadata={"source_id": identifier})


def add_all(store, ids, namespaces, texts, vectors):
    """Straight into its vector store, with the fields that `add` writes."""
    now = datetime.datetime.now(datetime.timezone.utc).isoformat()
    for start in range(0, len(ids), 1000):
        rows = range(start, min(start + 1000, len(ids)))
        store.vector_store.insert(
            vectors=[vectors[row].tolist() for row in rows],
            ids=[as_uuid(ids[row]) for row in rows],
            payloads=[
                {
                    "data": texts[row],
                    "hash": hashlib.md5(texts[row].encode()).hexdigest(),
                    "created_at": now,
                    "updated_at": now,
                    "user_id": namespaces[row],
                    "role": "user",
                    "text_lemmatized": texts[row],
                    "source_id": ids[row],
                }
                for row in rows
            ],
        )


def as_uuid(identifier):
    """qdrant takes UUIDs only; a turn's name becomes one."""
    if len(identifier) == 36:
        return identifier
    return str(common.uuid_of(identifier))


def search(store, namespace, question, limit):
    """Our ids of what it finds."""
    found = store.search(question, filters={"user_id": namespace}, top_k=limit)["results"]
    return [(memory.get("metadata") or {}).get("source_id", memory["id"]) for memory in found]


if __name__ == "__main__":
    name, widths = "mem0 2.2.1, local qdrant", (None,)
    if options.postgres:
        # From pgvector's default to its largest.
        name, widths = "mem0 2.2.1, pgvector", (40, 80, 160, 320, 640, 1000)
    common.measure(options, name, open_store, add_one, add_all, search, widths)
    sys.stdout.flush()
