select beer, sum(litres) as litres from {{ ref('brews') }} group by beer
