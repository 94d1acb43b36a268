"""What the parts of a run share."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import venv

from measure.figures import Figures
from measure.program import ROOT, Dormouse

BENCH = ROOT / "bench"
PACKAGES = [
    "mem0ai==2.2.1",
    "chromadb==1.5.9",
    "duckdb==1.5.5",
    "onnxruntime==1.31.1",
    "tokenizers==0.23.3",
    "numpy",
    "psycopg[binary,pool]==3.2.10",
]


class Context:
    """The program, a folder to work in, and what was found out so far."""

    def __init__(self, binary, conversations, is_quick):
        self.dormouse = Dormouse(binary)
        self.conversations = pathlib.Path(conversations)
        self.is_quick = is_quick
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dormouse-bench-"))
        self.figures = Figures(self.say)
        self.details = {}
        self.homes = {}

    @staticmethod
    def say(text):
        """Tells the person what is going on."""
        print(text, file=sys.stderr, flush=True)

    def count(self, number):
        """How many memories or rounds: as asked, or a tenth of it when in a hurry."""
        return max(1, number // 10) if self.is_quick else number

    def limit(self, value):
        """Limits hold for the whole run only: a quick one measures other sizes."""
        return None if self.is_quick else value

    def speed(self, memories, namespaces=1, vectors="synthetic"):
        """A home of so many memories that was slept on, and what `bench speed` measured there."""
        key = (memories, namespaces, vectors)
        if key not in self.homes:
            folder = self.folder / f"{memories}-{namespaces}-{vectors}"
            self.say(f"  filling a home: {memories:,} memories, {namespaces} namespaces…")
            report = self.dormouse.json(
                "bench", "speed", "--memories", memories, "--namespaces", namespaces,
                "--vectors", vectors, "--questions", self.count(500), "--sleep", "--keep", folder,
            )  # fmt: skip
            self.homes[key] = (folder, report)
        return self.homes[key]

    def main_home(self):
        """The home that most is measured on: 10,000 memories with the model's own vectors."""
        return self.speed(self.count(10_000), vectors="model")

    def large_home(self):
        """100,000 memories in one namespace, with the model's own vectors: among random ones no
        question has neighbours, and an approximate index is not made for that."""
        return self.speed(self.count(100_000), vectors="synthetic" if self.is_quick else "model")

    def python(self):
        """The Python that has the peers; they are installed when they are first needed."""
        folder = BENCH / ".venv"
        program = folder / "bin/python"
        stamp = folder / "installed"
        if not stamp.exists() or stamp.read_text() != "\n".join(PACKAGES):
            self.say(f"  installing {', '.join(PACKAGES)} into {folder} (about 500 MB)…")
            venv.create(folder, with_pip=True)
            subprocess.run([program, "-m", "pip", "install", "-q", *PACKAGES], check=True)
            stamp.write_text("\n".join(PACKAGES))
        return program

    def remove(self):
        """Removes the homes."""
        shutil.rmtree(self.folder, ignore_errors=True)
