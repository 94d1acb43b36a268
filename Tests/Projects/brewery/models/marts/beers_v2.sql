select beer, sum(litres) as litres, count(*) as brews from {{ ref('brews') }} group by beer
