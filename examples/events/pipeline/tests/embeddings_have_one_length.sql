select title from {{ ref('mart_events') }}
where embedding is not null and len(embedding::float[]) not in (384, 1536)
