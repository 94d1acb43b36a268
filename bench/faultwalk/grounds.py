"""Where a walk takes place: files, or a server; each step on a fresh copy."""
import json
import pathlib
import shutil

from faultwalk.scenes import ERASED, JOURNAL, NEWS, TO_ERASE, lines
from measure.program import ROOT

EXTENSIONS = ROOT / ".prefix/lib/duckdb/extensions"

# What takes the files of a store back to what the first layout had.
FIRST_LAYOUT = [
    *(f"ALTER TABLE w.memory DROP COLUMN IF EXISTS {column}"
      for column in ["repeats", "supersedes", "source_file", "telling"]),
    *(f"DROP TABLE IF EXISTS w.{table}" for table in ["tag", "pin", "retelling"]),
    "ALTER TABLE w.erasure DROP COLUMN IF EXISTS reason",
    "UPDATE w.store SET version = 1",
]  # fmt: skip


class Ground:
    """Homes whose memories are in files."""

    name = "files"

    def __init__(self, dormouse, folder):
        self.dormouse = dormouse
        self.folder = folder
        self.templates = {}
        self.identifiers = {}
        self.number = 0

    def program(self, home, ground=None):
        """The program on a home."""
        program = self.dormouse.at(home)
        # Words alone: no step is the embedding model's.
        program.environment["DORMOUSE_MODEL_DIR"] = str(self.folder / "none")
        program.environment["DORMOUSE_DUCKDB_EXTENSIONS"] = str(EXTENSIONS)
        return program

    def prepare(self):
        """The grounds that are copied for each step."""
        for name in ["empty", "slept", "first layout"]:
            home = self.folder / self.name / name.replace(" ", "-")
            self.templates[name] = home
            program = self.program(home, name)
            if name == "empty":
                continue
            self.fill(program)
            if name == "first layout":
                self.take_back(program)

    def fill(self, program):
        """Memories that have been slept on, some that have not, and one that was erased."""
        files = {"told": JOURNAL + [(ERASED, "2026-03-05T07:00:00Z")],
                 "news": NEWS + [(TO_ERASE, "2026-03-08T09:05:00Z")]}  # fmt: skip
        for name, memories in files.items():
            (self.folder / f"{name}.jsonl").write_text(lines(memories))
        program.text("import", self.folder / "told.jsonl")
        program.text("sleep", "--no-model", "--as-of", "2026-03-07T00:00:00Z")
        self.identifiers = self.ids(program)
        program.text("forget", self.identifiers[ERASED], "--yes")
        program.text("import", self.folder / "news.jsonl")
        program.text("recall", "ferry")
        self.identifiers = self.ids(program)

    def ids(self, program):
        """The id of each text."""
        return {memory["content"]: memory["id"] for memory in self.memories(program.text("export"))}

    @staticmethod
    def memories(export):
        """What an export holds."""
        return [json.loads(line) for line in export.splitlines()]

    def take_back(self, program):
        """Makes a home of the first layout."""
        file = pathlib.Path(program.home) / "memories.duckdb"
        elsewhere = self.program(self.folder / "elsewhere")
        elsewhere.text("sql", "--write", "; ".join([f"ATTACH '{file}' AS w", *FIRST_LAYOUT]))

    def fresh(self, ground):
        """A folder to fail in, and the program on a copy of a ground there."""
        self.number += 1
        folder = self.folder / f"{self.name}-{self.number}"
        folder.mkdir()
        home = folder / "home"
        if self.templates[ground].exists():
            shutil.copytree(self.templates[ground], home)
        return folder, self.program(home, ground)

    def remove(self, folder):
        """Removes what a step left."""
        shutil.rmtree(folder, ignore_errors=True)

    def all_bytes(self, folder):
        """Everything that is kept in files."""
        return b"".join(file.read_bytes() for file in (folder / "home").rglob("*")
                        if file.is_file())  # fmt: skip

    def close(self):
        """Lets go of everything."""


class ServerGround(Ground):
    """Homes whose memories are on a server, each in a database of its own."""

    name = "server"

    def __init__(self, dormouse, folder, server):
        super().__init__(dormouse, folder)
        self.server = server

    def program(self, home, ground=None):
        program = super().program(home)
        if ground is not None:
            name = f"template_{ground.replace(' ', '_')}"
            program.environment["POSTGRES_DB_URL"] = self.server.database(name)
        return program

    def take_back(self, program):
        """A server's layout is taken back by its own migrations; see the tests of the store."""

    def fresh(self, ground):
        self.number += 1
        folder = self.folder / f"{self.name}-{self.number}"
        folder.mkdir()
        home = folder / "home"
        if self.templates[ground].exists():
            shutil.copytree(self.templates[ground], home)
        program = super().program(home)
        database = folder.name.replace("-", "_")
        self.server.sql(
            "postgres",
            f"CREATE DATABASE {database} TEMPLATE template_{ground.replace(' ', '_')}")
        program.environment["POSTGRES_DB_URL"] = self.server.url(database)
        return folder, program

    def remove(self, folder):
        super().remove(folder)
        self.server.sql(
            "postgres", f"DROP DATABASE {folder.name.replace('-', '_')} WITH (FORCE)")

    def close(self):
        self.server.stop()
