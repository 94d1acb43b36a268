{{ config(pre_hook='select 1', persist_docs={'relation': true}) }} select * from {{ ref('a_table') }}
