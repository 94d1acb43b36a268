"""The library that lets one step of a process fail (`shim.c`), and runs under it."""
import dataclasses
import os
import pathlib
import struct
import subprocess

SOURCE = pathlib.Path(__file__).resolve().parent / "shim.c"
# What a step can meet: a full disk, a broken one, a refusal, Ctrl-C, kill -9.
KINDS = ["no-space", "input-output", "permission", "interrupt", "kill"]


@dataclasses.dataclass
class Outcome:
    """What a process did, and whether it met the fault."""

    code: int
    output: str
    errors: str
    steps: int
    was_hit: bool


class Shim:
    """The compiled library."""

    def __init__(self, folder):
        self.library = folder / "faults.so"
        subprocess.run(
            ["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-o", self.library, SOURCE, "-ldl"],
            check=True,
        )

    def environment(self, environment, folder, counter, kind, at):
        """What has a process run under the library."""
        counter.write_bytes(bytes(16))
        return environment | {
            "LD_PRELOAD": str(self.library), "FAULT_COUNTER": str(counter),
            "FAULT_FOLDER": str(folder), "FAULT_KIND": kind, "FAULT_AT": str(at),
        }  # fmt: skip

    def run(self, command, environment, folder, kind="", at=0, timeout=300):
        """Runs a command whose step number `at` (from 1; 0: none) below `folder` fails.

        Its output goes to a file below the folder, so that printing is a step too.
        """
        counter = folder / ".counter"
        output, errors = folder / ".output", folder.with_suffix(".errors")
        environment = self.environment(environment, folder, counter, kind, at)
        with open(output, "wb") as out, open(errors, "wb") as err:
            code = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=environment,
                cwd=folder, timeout=timeout,
            ).returncode  # fmt: skip
        steps, hit = struct.unpack("QQ", counter.read_bytes())
        outcome = Outcome(
            code, output.read_text("utf-8", "replace"), errors.read_text("utf-8", "replace"),
            steps, hit != 0)  # fmt: skip
        for file in (counter, output, errors):
            os.unlink(file)
        return outcome
