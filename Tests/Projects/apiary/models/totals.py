import honey


def model(dbt, session):
    # dbt.ref("nowhere") is only a comment, and so is what a text says:
    text = "dbt.ref('nowhere either')"
    dbt.config(
        materialized="table",
        tags=["python", 'models'],  # two of them
        packages=["duckdb"],
    )
    hives = dbt.ref("hives")
    rows = {}
    for _, place, kilograms in hives.fetchall():
        rows[place] = rows.get(place, 0) + honey.grams(kilograms)
    values = ", ".join(f"('{place}', {grams})" for place, grams in sorted(rows.items()))
    share = dbt.config.get("share", 1)
    owner = dbt.config.meta_get("owner", "nobody")
    nothing = dbt.config.get("nothing", "default")
    return session.query(
        f"select *, {share} as share, '{owner}' as owner, '{nothing}' as nothing, "
        f"'{dbt.this}' as this, '{dbt.this.schema}' as schema, "
        f"{dbt.is_incremental} as added from (values {values}) as t(place, grams)"
    )
