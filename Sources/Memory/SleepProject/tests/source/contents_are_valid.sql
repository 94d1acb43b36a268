-- Of each namespace no more than `invalid_content_share` is without content.
select namespace, memories, valid_share
from {{ ref('source_quality') }}
where 1 - valid_share > {{ var('invalid_content_share') }}
