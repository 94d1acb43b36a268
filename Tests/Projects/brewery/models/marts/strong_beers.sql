{{ config(alias='strongest') }}
select * from {{ ref('beers', v=3) }} where beer = 'bock'
