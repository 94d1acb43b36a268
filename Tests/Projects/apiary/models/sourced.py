def model(dbt, session):
    """The same, as a source."""
    hives = dbt.source(
        "yard",
        "hives",
    )
    return session.sql("select count(*) as n from hives") if hives else None
