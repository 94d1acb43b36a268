"""Compares the home that was tortured with others that were not."""
import shutil


def differences(left, right):
    """Tables whose digests differ, with their rows."""
    return [
        f"{table}: {left.get(table, {}).get('rows')} rows, not {right.get(table, {}).get('rows')}"
        f"{'' if left.get(table, {}).get('rows') != right.get(table, {}).get('rows') else ' (other content)'}"
        for table in sorted(set(left) | set(right))
        if left.get(table) != right.get(table)
    ]


def replay(dormouse, history, folder, report):
    """Does again, in a new home and without kills, what was completed in the tortured one.

    Every sleep sees the memories that were there when it was completed, at the same moment.
    Gives the digest of what sleep derived.
    """
    shutil.rmtree(dormouse.home, ignore_errors=True)
    known = set()
    for number, (action, *details) in enumerate(history):
        if action == "forget":
            (identifier,) = details
            if identifier in known:
                dormouse.json("forget", identifier, "--yes")
        else:
            as_of, lines = details
            add(dormouse, [lines[key] for key in sorted(set(lines) - known)], folder)
            known |= set(lines)
            dormouse.json("sleep", "--as-of", as_of)
        report(number + 1, len(history))
    return dormouse.json("bench", "digest")


def from_scratch(dormouse, lines, as_of, folder):
    """Sleeps once on everything, in a new home; gives the digest of what was derived."""
    shutil.rmtree(dormouse.home, ignore_errors=True)
    add(dormouse, list(lines.values()), folder)
    dormouse.json("sleep", "--as-of", as_of)
    return dormouse.json("bench", "digest")


def anew(dormouse, as_of):
    """Throws away what was derived and sleeps once; gives the digest of what is derived then."""
    for name in ("sleep.duckdb", "sleep.duckdb.wal"):
        (dormouse.home / name).unlink(missing_ok=True)
    dormouse.json("sleep", "--as-of", as_of)
    return dormouse.json("bench", "digest")


def add(dormouse, lines, folder):
    """Imports lines of an export."""
    if not lines:
        return
    file = folder / "replay.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = dormouse.json("import", file)
    if report["stored"] != len(lines):
        raise RuntimeError(f"{report['stored']} of {len(lines)} lines of an export were stored")
