"""Times whole processes."""
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time


def processes(command, environment, runs):
    """Milliseconds of so many runs of a command, the shortest first, and who took the time."""
    command = [str(part) for part in command]
    if shutil.which("hyperfine"):
        with tempfile.NamedTemporaryFile(suffix=".json") as file:
            subprocess.run(
                ["hyperfine", "-N", "--warmup", "3", "--runs", str(runs), "--style", "none"]
                + ["--export-json", file.name, quoted(command)],
                env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            times = json.load(open(file.name, encoding="utf-8"))["results"][0]["times"]
        return sorted(value * 1000 for value in times), "hyperfine"
    times = []
    with open(os.devnull, "wb") as nowhere:
        for run in range(runs + 3):
            start = time.perf_counter()
            subprocess.run(command, env=environment, check=True, stdout=nowhere, stderr=nowhere)
            # The first three only warm the page cache.
            if run >= 3:
                times.append((time.perf_counter() - start) * 1000)
    return sorted(times), "time.perf_counter"


def summary(times, tool):
    """The median and the longest."""
    return {
        "p50": round(statistics.median(times), 2),
        "max": round(times[-1], 2),
        "runs": len(times),
        "tool": tool,
    }


def quoted(command):
    """A command line for hyperfine, which splits it as a shell does."""
    import shlex

    return shlex.join(command)
