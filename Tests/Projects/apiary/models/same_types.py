def model(dbt, con):
    return dbt.ref("types")
