{% set dt = modules.datetime %}
{% set berlin = modules.pytz.timezone('Europe/Berlin') %}
{% set york = modules.pytz.timezone('America/New_York') %}
{% set half = dt.time(9, 30) %}
{% set naive = dt.datetime(2026, 7, 1, 12) %}
{{ told([
    ['time', half], ['part', half.hour ~ ' ' ~ half.minute], ['with fraction', dt.time(1, 2, 3, 4)], ['later', half < dt.time(10)],
    ['replaced', half.replace(minute=45)], ['iso', half.isoformat()], ['format', half.strftime('%H.%M')], ['listed', [half]],
    ['combined', dt.datetime.combine(dt.date(2026, 2, 3), half)], ['of a moment', naive.time()], ['read', dt.time.fromisoformat('04:05:06')],
    ['mean time', dt.datetime(2026, 7, 1, 12, tzinfo=berlin)], ['mean name', dt.datetime(2026, 7, 1, 12, tzinfo=berlin).tzname()],
    ['replaced zone', naive.replace(tzinfo=york)], ['localized', berlin.localize(naive)], ['winter', berlin.localize(dt.datetime(2026, 1, 1)).tzname()],
    ['kept offset', berlin.localize(naive) + dt.timedelta(days=180)], ['normalized', berlin.normalize(berlin.localize(naive) + dt.timedelta(days=180))],
    ['moved', berlin.localize(naive).astimezone(york)], ['from mean', dt.datetime(2026, 7, 1, 12, tzinfo=berlin).astimezone(modules.pytz.utc)],
    ['utc', dt.datetime(2026, 7, 1, tzinfo=modules.pytz.utc)], ['fixed', dt.datetime(2026, 7, 1, tzinfo=modules.pytz.FixedOffset(90))],
    ['name', berlin], ['zone', berlin.zone],
]) }}
