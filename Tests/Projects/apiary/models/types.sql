{{ config(materialized='table') }}
select 170141183460469231731687303715884105727::hugeint as huge, 1.10::decimal(20, 2) as money,
    date '2026-01-02' as day, timestamptz '2026-01-02 03:04:05+00' as moment, [1, 2] as list,
    {'a': 1, 'b': 'x'} as struct, interval 3 days as span, 'a'::blob as bytes, uuid '00000000-0000-0000-0000-000000000001' as id,
    null::integer as nothing, 'größe' as "Two words"
