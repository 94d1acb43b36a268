"""The commands that are walked, and what must hold after each."""
import dataclasses
import json

JOURNAL = [
    ("the kettle whistles in B flat", "2026-03-02T09:00:00Z"),
    ("Ada moved to Lisbon and kept the kettle", "2026-03-02T09:01:00Z"),
    ("the ferry to Porto leaves at seven", "2026-03-03T10:00:00Z"),
    ("Ben paints the ferry green", "2026-03-03T10:02:00Z"),
    ("Ada and Ben meet at the ferry", "2026-03-04T08:00:00Z"),
]
NEWS = [
    ("the kettle is descaled on Sundays", "2026-03-08T09:00:00Z"),
    ("Ben sold the green ferry", "2026-03-08T09:03:00Z"),
]
IMPORTED = [(f"line {n}: the lighthouse keeper counts ship {n}", f"2026-04-01T08:{n:02}:00Z")
    for n in range(30)]  # fmt: skip
ERASED = "the combination of the safe is quagmire"
TO_ERASE = "the spare key hangs behind the marmalade"
AS_OF = "2026-05-01T00:00:00Z"


def lines(memories):
    """Memories as JSON Lines."""
    return "".join(
        json.dumps({"content": text, "speaker": "Ada", "session": "talk", "at": at}) + "\n"
        for text, at in memories
    )


@dataclasses.dataclass
class Scene:
    """A command, the ground it is run on, and what it adds or takes away."""

    name: str
    arguments: list
    # Nothing, memories that have been slept on, or a home of the first layout.
    ground: str = "slept"
    adds: tuple = ()
    takes: tuple = ()
    on: tuple = ("files", "server")


def scenes(folder, identifiers):
    """All of them; `identifiers` tells the ids of memories by their texts."""
    imported = folder / "imported.jsonl"
    imported.write_text(lines(IMPORTED))
    news = "a lamp was lit at the harbour"
    told = ["remember", news, "--at", "2026-04-02T10:00:00Z", "--json"]
    migrations = folder / "migrations"
    migrations.mkdir(exist_ok=True)
    for number, name in enumerate(["lamps", "harbours", "ships"], 1):
        (migrations / f"000{number}_{name}.up.sql").write_text(
            f"CREATE TABLE {name} (id int PRIMARY KEY);\nINSERT INTO {name} VALUES ({number});\n")
        (migrations / f"000{number}_{name}.down.sql").write_text(f"DROP TABLE {name};\n")
    return [
        Scene("init", ["init"], ground="empty"),
        Scene("remember first", told, ground="empty", adds=(news,)),
        Scene("remember", told, adds=(news,)),
        Scene("import", ["import", str(imported), "--json"], adds=tuple(t for t, _ in IMPORTED)),
        Scene("recall", ["recall", "kettle", "--json"]),
        Scene("sleep", ["sleep", "--no-model", "--as-of", AS_OF, "--json"]),
        Scene("forget", ["forget", identifiers[TO_ERASE], "--yes", "--json"], takes=(TO_ERASE,)),
        Scene("export", ["export"]),
        Scene("migrate home", ["stats", "--json"], ground="first layout", on=("files",)),
        Scene("migrate up", ["migrate", "up", "--dir", str(migrations)], on=("server",)),
    ]
