def model(dbt, session):
    dbt.config(materialized="incremental", unique_key="id", incremental_strategy="delete+insert")
    hives = dbt.ref("hives")
    if dbt.is_incremental:
        last = session.sql(f"select max(round) from {dbt.this}").fetchone()[0]
        return hives.filter("id > 1").project(f"id, {last} + 1 as round")
    return hives.project("id, 1 as round")
