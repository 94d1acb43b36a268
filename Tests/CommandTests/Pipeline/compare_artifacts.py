"""Reads a project with dbt and says where the artifacts that Dormouse wrote differ from dbt's.

usage: compare_artifacts.py PROJECT_DIR ARTIFACT_DIR
Prints a line a difference. The artifacts are also read by dbt's own readers.
"""

import json
import pathlib
import sys

from dbt.artifacts.schemas.catalog import CatalogArtifact
from dbt.artifacts.schemas.freshness import FreshnessExecutionResultArtifact
from dbt.artifacts.schemas.run import RunResultsArtifact
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import WritableManifest

# What belongs to a moment or to a way of working, and what only one of the two compiles.
IGNORED = {
    "created_at", "generated_at", "invocation_id", "invocation_started_at", "run_started_at",
    "dbt_version", "root_path", "build_path", "compiled", "compiled_code", "compiled_path",
    "extra_ctes", "extra_ctes_injected", "doc_blocks", "user_id",
    "send_anonymous_usage_stats", "raw_code", "env",
}


def compare(theirs, ours, path):
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for key in sorted(set(theirs) | set(ours)):
            if key in IGNORED:
                continue
            if key not in ours:
                print(f"missing: {path}/{key} {theirs[key]!r:.100}")
            elif key not in theirs:
                print(f"not dbt's: {path}/{key} {ours[key]!r:.100}")
            else:
                compare(theirs[key], ours[key], f"{path}/{key}")
    elif isinstance(theirs, list) and isinstance(ours, list) and all(
        isinstance(item, str) for item in theirs + ours
    ):
        if sorted(theirs) != sorted(ours):
            print(f"different: {path} dbt {theirs!r:.150} ours {ours!r:.150}")
    elif theirs != ours:
        print(f"different: {path} dbt {theirs!r:.150} ours {ours!r:.150}")


def own(section, entries):
    """Macros and docs of dbt itself are not compared: ours are other ones."""
    if section == "macros":
        return {key: value for key, value in entries.items() if not key.startswith("macro.dbt")}
    if section == "docs":
        return {key: value for key, value in entries.items() if not key.startswith("doc.dbt.")}
    return entries


def main():
    project, artifacts = sys.argv[1], pathlib.Path(sys.argv[2])
    for name, reader in [
        ("manifest.json", WritableManifest), ("run_results.json", RunResultsArtifact),
        ("catalog.json", CatalogArtifact), ("sources.json", FreshnessExecutionResultArtifact),
    ]:
        if (artifacts / name).exists():
            reader.read_and_check_versions(str(artifacts / name))
    try:
        from dbt_artifacts_parser import parser
    except ImportError:
        parser = None
    if parser:
        for name, parse in [
            ("manifest.json", parser.parse_manifest), ("catalog.json", parser.parse_catalog),
            ("run_results.json", parser.parse_run_results),
            ("sources.json", parser.parse_sources),
        ]:
            if (artifacts / name).exists():
                parse(json.loads((artifacts / name).read_text()))
    flags = ["--project-dir", project, "--profiles-dir", project, "--target-path", "dbt-target"]
    outcome = dbtRunner().invoke(["--quiet", "parse", "--no-partial-parse", *flags])
    if not outcome.success:
        print(f"dbt cannot read the project: {outcome.exception}")
        return
    theirs = json.loads((pathlib.Path(project) / "dbt-target/manifest.json").read_text())
    ours = json.loads((artifacts / "manifest.json").read_text())
    for section in sorted(set(theirs) | set(ours)):
        compare(
            own(section, theirs.get(section, {})), own(section, ours.get(section, {})), section)


main()
