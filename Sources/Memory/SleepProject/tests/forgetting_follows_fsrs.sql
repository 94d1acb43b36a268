-- R(0) = 1, R(S) = 0.9, R = 0.5 after 81/19 · 3 stabilities; 10 days at S = 5 leave 0.825029.
select *
from (
    values
        (0.0, 5.0, 1.0),
        (5.0, 5.0, 0.9),
        (63.947368421, 5.0, 0.5),
        (10.0, 5.0, 0.825028647)
) as worked (days, stability, expected)
where abs({{ retrievability('days', 'stability') }} - expected) > 1e-8
    or abs({{ days_until('0.9', 'stability') }} - stability) > 1e-9
    or abs({{ days_until('0.5', 'stability') }} - 12.789473684 * stability) > 1e-6
