select beer, count(*) as brews from {{ ref('brews') }} group by beer
