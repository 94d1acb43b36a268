select 'latest' as which, count(*) as n, '{{ ref("beers") }}' as name from {{ ref('beers') }}
union all select 'v1', count(*), '{{ ref("beers", version=1) }}' from {{ ref('beers', version=1) }}
union all select 'v2', count(*), '{{ ref("brewery", "beers", v="2") }}' from {{ ref('brewery', 'beers', v='2') }}
union all select 'v4', count(*), '{{ ref("beers", v=4) }}' from {{ ref('beers', v=4) }}
union all select 'rc', count(*), '{{ ref("strong_beers") }}' from {{ ref('strong_beers') }}
