select s.size, s.label, (select count(*) from {{ ref('bookends', 'ends_view') }}) as ends,
    '{{ bookends.both(1, 2, 3, 4) }}' as both_text
from {{ ref('shelves', 'shelf_sizes') }} as s
