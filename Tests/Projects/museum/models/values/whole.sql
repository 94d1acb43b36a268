{{ shown_all([
    ('utinyint', "select 200::utinyint as v"),
    ('bigint', "select 9223372036854775807::bigint as v"),
    ('ubigint', "select 18446744073709551610::ubigint as v"),
    ('hugeint', "select -170141183460469231731687303715884105727::hugeint as v"),
    ('uhugeint', "select 340282366920938463463374607431768211455::uhugeint as v"),
    ('hash', "select hash('a') as v"),
    ('sum', "select sum(x) as v from range(5) t(x)"),
    ('bignum', "select 123456789012345678901234567890123456789012345::bignum as v"),
    ('null', "select null::integer as v"),
]) }}
