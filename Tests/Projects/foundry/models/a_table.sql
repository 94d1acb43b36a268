{{ config(materialized='table', post_hook=['select 1', {'sql': 'select 2', 'transaction': false}]) }} select range as id from range(3)
