"""Runs projects with dbt and with Dormouse and prints every difference."""

import argparse
import pathlib
import shutil
import sys
import tempfile

from . import compare, steps

ROOT = pathlib.Path(__file__).resolve().parents[2]


def programs():
    yield ROOT / ".build/release/dormouse"
    yield ROOT / ".build/debug/dormouse"


def main():
    parser = argparse.ArgumentParser(prog="compare-with-dbt", description=__doc__)
    parser.add_argument("--program", help="the dormouse to run (default: the one built last)")
    parser.add_argument("--keep", help="a folder for what both left, for a closer look")
    parser.add_argument("projects", nargs="+", help="folders with a dbt_project.yml")
    options = parser.parse_args()
    built = sorted((p for p in programs() if p.exists()), key=lambda p: -p.stat().st_mtime)
    program = options.program or (built[0] if built else "dormouse")
    program = shutil.which(program) and pathlib.Path(shutil.which(program)).resolve()
    if not program:
        parser.error("there is no dormouse to run; build it, or name it with --program")

    differing = 0
    for name in options.projects:
        project = pathlib.Path(name).resolve()
        with tempfile.TemporaryDirectory(prefix="dbt-comparison-") as folder:
            folder = pathlib.Path(options.keep or folder) / project.name
            plan = steps.Plan(project)
            theirs = steps.run_dbt(plan, folder / "dbt")
            ours = steps.run_dormouse(plan, folder / "dormouse", program)
            found = compare.differences(plan, theirs, ours)
        for line in found:
            print(f"{project.name}: {line}")
        seconds = [sum(step.seconds for step in run) for run in (theirs, ours)]
        # Two that refuse a project agree, and nothing was compared.
        refused = all(step.code == 2 for step in (*theirs, *ours))
        verdict = "differs" if found else "refused by both" if refused else "the same"
        print(
            f"{project.name}: {verdict} in {len(plan.steps)} steps "
            f"(dbt {seconds[0]:.1f} s without start-up, dormouse {seconds[1]:.1f} s)"
        )
        differing += bool(found)
    sys.exit(1 if differing else 0)


main()
