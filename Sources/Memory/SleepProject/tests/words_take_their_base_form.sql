select *
from (
    values
        ('Paintings', 'painting'), ('stories', 'story'), ('glass', 'glass'), ('bus', 'bus'),
        ('Anna''s', 'anna'), ('dogs’', 'dog'), ('this', 'this'), ('München', 'münchen'),
        ('analysis', 'analysis'), ('classes', 'classe')
) as worked (word, expected)
where {{ base_form('word') }} <> expected
