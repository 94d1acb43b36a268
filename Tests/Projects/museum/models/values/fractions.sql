{{ shown_all([
    ('decimal', "select 1.50::decimal(10,2) as v"),
    ('whole decimal', "select 100::decimal(10,0) as v"),
    ('wide decimal', "select 12345678901234567890123456789012345678::decimal(38,0) as v"),
    ('small decimal', "select 0.00000000001::decimal(38,11) as v"),
    ('zero', "select 0::decimal(5,2) as v"),
    ('double', "select 1.0::double as v"),
    ('large double', "select 1e30::double as v"),
    ('small double', "select 1e-7::double as v"),
    ('minus zero', "select -0.0::double as v"),
    ('float', "select 0.1::float as v"),
    ('infinity', "select '-infinity'::double as v"),
    ('mixed', "select 1 as v union all select 1.5"),
]) }}
