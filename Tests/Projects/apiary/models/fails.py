def model(dbt, session):
    dbt.config(enabled=False)
    return 1 / 0
