{{ config(materialized='table') }}
select column_name, data_type from information_schema.columns
where table_name in ('{{ ref("kinds").identifier }}', '{{ ref("wide").identifier }}') order by all
