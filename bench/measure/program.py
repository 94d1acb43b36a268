"""The dormouse binary, and how it is called."""
import json
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RELEASE = ROOT / ".build/release/dormouse"


class Failure(Exception):
    """The program did not do what it was asked to."""


class Dormouse:
    """Calls the program, on one home."""

    def __init__(self, binary=RELEASE, home=None):
        self.binary = pathlib.Path(binary).resolve()
        if not self.binary.exists():
            raise Failure(f"{self.binary} is not there; build it first: make build")
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("DORMOUSE_")
        }
        self.environment["ORT_DISABLE_TELEMETRY"] = "1"
        if home is not None:
            self.environment["DORMOUSE_HOME"] = str(home)
        self.home = home
        # Options that every call gets.
        self.common = []

    def at(self, home):
        """The same program on another home."""
        return Dormouse(self.binary, home)

    def without_model(self):
        """The same where no embedding model is installed."""
        other = self.at(self.home)
        other.environment["DORMOUSE_MODEL_DIR"] = "/nonexistent"
        return other

    def start(self, *arguments):
        """Starts it and returns at once."""
        return subprocess.Popen(
            [self.binary, *map(str, [*arguments, *self.common])],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment,
        )

    def run(self, *arguments):
        """Runs it to its end; gives exit code, standard output and standard error."""
        process = self.start(*arguments)
        output, errors = process.communicate()
        return process.returncode, output.decode(), errors.decode()

    def text(self, *arguments):
        """What it prints; an exception where it fails."""
        code, output, errors = self.run(*arguments)
        if code != 0:
            call = " ".join(map(str, arguments))
            raise Failure(f"dormouse {call}: exit code {code}: {errors.strip()[-2000:]}")
        return output

    def json(self, *arguments):
        """The object it prints."""
        return json.loads(self.text(*arguments, "--json", "--quiet"))
