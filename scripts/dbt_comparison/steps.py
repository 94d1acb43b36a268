"""What is run: the steps of a project, with dbt and with Dormouse, each in a copy of its own.

A project may bring `comparison.json`:
    steps    lists of arguments, as after `dbt`; default: one `build`
    volatile columns whose values come from the clock, by "schema.table"
and folders `then/N` that are laid over it before step N (from 0).
"""

import dataclasses
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

ENVIRONMENT = {
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "DBT_VERSION_CHECK": "false",
    "NO_COLOR": "1",
    "TZ": "UTC",
}


# What only the step that wrote it has left.
OF_A_STEP = ("run_results.json", "sources.json")


class Plan:
    def __init__(self, project: pathlib.Path):
        self.project = project
        file = project / "comparison.json"
        content = json.loads(file.read_text()) if file.exists() else {}
        self.steps = content.get("steps", [["build"]])
        self.volatile = content.get("volatile", {})
        self.profiles = [] if not (project / "profiles.yml").exists() else ["--profiles-dir", "."]


@dataclasses.dataclass
class Step:
    """What one step left."""

    folder: pathlib.Path
    code: int
    output: str
    seconds: float

    def artifact(self, name):
        file = self.folder / "target" / name
        return json.loads(file.read_text()) if file.exists() else None

    def databases(self):
        return sorted(self.folder.glob("*.duckdb"))


def run_dbt(plan, folder):
    """Each step in a child of one process, so that dbt is imported once."""
    import duckdb  # noqa: F401  (loaded before the fork)
    from dbt.cli.main import cli
    from dotenv import find_dotenv, load_dotenv
    import dbt.adapters.duckdb  # noqa: F401
    import dbt.task.build, dbt.task.docs.generate, dbt.task.freshness  # noqa: E401, F401

    def invoke(arguments, output):
        child = os.fork()
        if child:
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        code = 2
        try:
            os.chdir(folder / "project")
            os.environ.update(ENVIRONMENT)
            # As dbt does when it is imported, which was in another folder.
            load_dotenv(find_dotenv(usecwd=True), override=False)
            descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(descriptor, 1)
            os.dup2(descriptor, 2)
            sys.argv = ["dbt", *arguments]
            cli(args=["--no-use-colors", *arguments])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        finally:
            sys.stdout.flush()
            os._exit(code)

    return run(plan, folder, invoke)


def run_dormouse(plan, folder, program):
    def invoke(arguments, output):
        with open(output, "w") as file:
            return subprocess.run(
                [program, "pipeline", *arguments],
                cwd=folder / "project",
                env={"DORMOUSE_PYTHON": sys.executable, **os.environ, **ENVIRONMENT}, stdout=file,
                stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=300,
            ).returncode

    return run(plan, folder, invoke)


def written(file):
    """Tells one writing of a file from another; None where it is not there."""
    return file.stat().st_mtime_ns if file.exists() else None


def run(plan, folder, invoke):
    shutil.rmtree(folder, ignore_errors=True)
    ignored = shutil.ignore_patterns("target", "logs", "*.duckdb", "*.wal", "then")
    shutil.copytree(plan.project, folder / "project", ignore=ignored)
    results = []
    for index, arguments in enumerate(plan.steps):
        overlay = plan.project / "then" / str(index)
        if overlay.is_dir():
            shutil.copytree(overlay, folder / "project", dirs_exist_ok=True)
        left = folder / f"step-{index}"
        left.mkdir(parents=True)
        before = {name: written(folder / "project/target" / name) for name in OF_A_STEP}
        start = time.monotonic()
        code = invoke([*arguments, *plan.profiles], left / "output.txt")
        seconds = time.monotonic() - start
        for file in (folder / "project").glob("*.duckdb*"):
            shutil.copy(file, left)
        if (folder / "project/target").is_dir():
            shutil.copytree(folder / "project/target", left / "target")
            # They stay for `retry` and `result:`, and are not what this step left.
            for name in OF_A_STEP:
                if before[name] and before[name] == written(folder / "project/target" / name):
                    (left / "target" / name).unlink()
        output = (left / "output.txt").read_text(errors="replace")
        results.append(Step(left, code, output, seconds))
    return results
