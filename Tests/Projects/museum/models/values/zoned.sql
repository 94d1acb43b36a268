{% set table = run_query("select timestamptz '2026-01-01 00:00:00+01' as winter, timestamptz '2026-07-01 12:00:00+00' as summer, [timestamptz '2026-07-01 12:00:00+00'] as listed") %}
{% set row = table.rows[0] if execute %}
{{ told([
    ['winter', row.winter], ['summer', row[1]], ['listed', row['listed']],
    ['hour', row.summer.hour], ['difference', row.summer - row.winter],
    ['iso', row.summer.isoformat()], ['utc', row.summer.astimezone(modules.pytz.utc)],
    ['later', row.winter + modules.datetime.timedelta(days=180)],
    ['zone', row.winter.tzname()],
] if execute else [['', '']]) }}
