#!/usr/bin/env python3
"""chromadb, persistent, with the same model; see common.py and bench/README.md."""
import common

import chromadb
from chromadb.api.types import EmbeddingFunction
from chromadb.config import Settings


class Embedding(EmbeddingFunction):
    """The model as chromadb calls it."""

    def __init__(self, embedder):
        self.embedder = embedder

    def __call__(self, input):
        return list(self.embedder.embed(list(input)))

    @staticmethod
    def name():
        return "same-model"

    def get_config(self):
        return {}

    @staticmethod
    def build_from_config(config):
        raise NotImplementedError("the model is given when the collection is opened")


def main():
    options = common.arguments(__doc__)
    client = chromadb.PersistentClient(options.folder, Settings(anonymized_telemetry=False))

    # Whether there is more than one namespace to tell apart; a filter costs time.
    filters = False

    def open_store(embedder, name):
        return client.get_or_create_collection(
            name,
            embedding_function=Embedding(embedder),
            configuration={"hnsw": {"space": "cosine"}},
        )

    def add_one(store, identifier, namespace, text):
        store.add(ids=[identifier], documents=[text], metadatas=[{"namespace": namespace}])

    def add_all(store, ids, namespaces, texts, vectors):
        for start in range(0, len(ids), 2000):
            part = slice(start, start + 2000)
            store.add(
                ids=ids[part],
                documents=texts[part],
                embeddings=vectors[part],
                metadatas=[{"namespace": namespace} for namespace in namespaces[part]],
            )
        nonlocal filters
        filters = len(set(namespaces)) > 1

    def search(store, namespace, question, limit):
        where = {"namespace": namespace} if filters else None
        return store.query(query_texts=[question], n_results=limit, where=where)["ids"][0]

    common.measure(options, "chromadb 1.5.9", open_store, add_one, add_all, search)


if __name__ == "__main__":
    main()
