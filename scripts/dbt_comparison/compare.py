"""Where two runs of the same steps differ: exit codes, statuses, closing lines, and every table."""

import re

import duckdb

STAMP = re.compile(r"^\d\d:\d\d:\d\d\s+")


def differences(plan, theirs, ours):
    found = []
    for arguments, dbt, dormouse in zip(plan.steps, theirs, ours):
        what = " ".join(arguments)
        lines = list(of_step(arguments[0], plan, dbt, dormouse))
        found += [f"[{what}] {line}" for line in lines]
        if lines and dbt.code != dormouse.code:
            found += [f"[{what}]   | {line}" for line in dormouse.output.splitlines()[-12:]]
    return found


def of_step(command, plan, dbt, dormouse):
    if dbt.code != dormouse.code:
        yield f"exit code: dbt {dbt.code}, dormouse {dormouse.code}"
    if command in ("ls", "list"):
        yield from unequal("line", listing(dbt.output), listing(dormouse.output))
    yield from unequal("closing line", closing(dbt.output), closing(dormouse.output))
    if command != "docs":  # dbt writes over the results of the last run, which our page shows
        yield from unequal("result", results(dbt), results(dormouse))
    yield from unequal("freshness", freshness(dbt), freshness(dormouse))
    yield from unequal("relation", relations(dbt), relations(dormouse))
    yield from rows(plan, dbt, dormouse)
    if command in ("build", "compile"):
        yield from unequal("node", manifest(dbt), manifest(dormouse))


def unequal(what, theirs, ours):
    """Entries of either that the other lacks."""
    for entry in sorted(set(theirs) - set(ours), key=str):
        yield f"{what} only with dbt: {shown(entry)}"
    for entry in sorted(set(ours) - set(theirs), key=str):
        yield f"{what} only with dormouse: {shown(entry)}"


def shown(entry):
    return " ".join(map(str, entry)) if isinstance(entry, tuple) else str(entry)


def plain(output):
    return [STAMP.sub("", line).rstrip() for line in output.splitlines()]


def listing(output):
    # Not the words that dbt wraps a warning after.
    return [line for line in plain(output) if re.fullmatch(r"[\w.:]*\w", line)]


def closing(output):
    lines = [line for line in plain(output) if line.startswith("Done. PASS=")]
    # dbt 1.12 counts relations reused by its cloud as well; there is no such thing here.
    return [re.sub(r" REUSED=\d+", "", line) for line in lines]


def results(step):
    artifact = step.artifact("run_results.json")
    if artifact is None:
        return []
    return [
        (result["unique_id"], result["status"], result["failures"])
        for result in artifact["results"]
    ]


def freshness(step):
    artifact = step.artifact("sources.json")
    if artifact is None:
        return []
    return [(result["unique_id"], result["status"]) for result in artifact["results"]]


def manifest(step):
    artifact = step.artifact("manifest.json")
    if artifact is None:
        return []
    nodes = {**artifact["nodes"], **artifact["sources"], **artifact["exposures"]}
    return [
        (
            id, ".".join(node["fqn"]), node.get("relation_name"),
            (node.get("config") or {}).get("materialized"),
            tuple(sorted((node.get("depends_on") or {}).get("nodes", []))),
            tuple(sorted(node.get("tags", []))),
        )
        for id, node in nodes.items()
    ]


def opened(step):
    """All databases a step left, under the names its views know them by."""
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    for file in step.databases():
        # Not read-only: what a program left in a log beside its file is taken in first.
        connection.execute(f"attach '{file}' as {quoted(file.stem)}")
    return connection


def relations(step):
    """Every column of every relation with its type and comments."""
    with opened(step) as connection:
        return connection.execute(
            """
            select t.table_catalog, t.table_schema, t.table_name, t.table_type, c.column_name,
                c.ordinal_position, c.data_type, c.is_nullable,
                coalesce(d.comment, ''), coalesce(r.comment, '')
            from information_schema.tables t
            join information_schema.columns c using (table_catalog, table_schema, table_name)
            left join duckdb_columns() d
                on (d.database_name, d.schema_name, d.table_name, d.column_name)
                    = (t.table_catalog, t.table_schema, t.table_name, c.column_name)
            left join (
                select database_name, schema_name, table_name as name, comment from duckdb_tables()
                union all
                select database_name, schema_name, view_name, comment from duckdb_views()
            ) r on (r.database_name, r.schema_name, r.name)
                = (t.table_catalog, t.table_schema, t.table_name)
            -- dbt-duckdb leaves these where a model in Python is incremental.
            where not regexp_matches(t.table_name, '__dbt_tmp[0-9]+$')
            """
        ).fetchall()


def rows(plan, dbt, dormouse):
    with opened(dbt) as theirs, opened(dormouse) as ours:
        for database, schema, table in tables(theirs):
            volatile = plan.volatile.get(f"{schema}.{table}", [])
            name = ".".join(map(quoted, (database, schema, table)))
            try:
                left, right = (content(c, name, volatile) for c in (theirs, ours))
            except duckdb.Error:
                continue  # missing or other columns: told as a relation
            if left != right:
                yield f"rows of {schema}.{table}: dbt {len(left)}, dormouse {len(right)}"
                yield from list(unequal("  row", left, right))[:6]


def tables(connection):
    return connection.execute(
        """
        select table_catalog, table_schema, table_name from information_schema.tables
        where not regexp_matches(table_name, '__dbt_tmp[0-9]+$') order by all
        """
    ).fetchall()


def content(connection, name, volatile):
    """Sorted rows as text; of what the clock gives only whether it is there."""
    columns = [row[0] for row in connection.execute(f"describe {name}").fetchall()]
    wanted = ", ".join(
        f"{quoted(c)} is null" if c in volatile else f"cast({quoted(c)} as varchar)"
        for c in columns
    )
    return connection.execute(f"select {wanted} from {name} order by all").fetchall()


def quoted(name):
    return '"' + name.replace('"', '""') + '"'
