"""What machine this is and what state it is in."""
import os
import pathlib
import platform
import subprocess

from measure.program import ROOT


def facts():
    """The processor, memory and system, and how busy the machine is."""
    processor = "unknown"
    for line in read("/proc/cpuinfo").splitlines():
        if line.startswith("model name"):
            processor = line.split(":", 1)[1].strip()
            break
    memory = 0
    for line in read("/proc/meminfo").splitlines():
        if line.startswith("MemTotal"):
            memory = int(line.split()[1])
    system = platform.system()
    for line in read("/etc/os-release").splitlines():
        if line.startswith("PRETTY_NAME="):
            system = line.split("=", 1)[1].strip('"')
    return {
        "cpu": processor,
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 1048576, 1),
        "os": system,
        "kernel": platform.release(),
        "architecture": platform.machine(),
    }


def load():
    """How many processes wanted a core in the last minute, in the mean."""
    return round(os.getloadavg()[0], 2)


def commit():
    """The commit that is checked out, and whether the sources are as it has them."""
    name = git("rev-parse", "--short=12", "HEAD") or "unknown"
    return name, not git("status", "--porcelain", "--untracked-files=no")


def read(path):
    """A file of the system, or nothing."""
    try:
        return pathlib.Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""


def git(*arguments):
    """What git says, or nothing."""
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""
