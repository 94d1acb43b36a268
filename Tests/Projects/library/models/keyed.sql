select {{ shelves.surrogate(['book_id', 'author']) }} as key, {{ shelves.pick(ref('books'), except=['note']) }},
    {{ shelves.say() }} as said
from {{ ref('books') }}
