-- Metadata that does not parse is NULL to the models; the store still has it as it was told.
{{ config(severity='warn') }}

select namespace, unreadable_metadata from {{ ref('source_quality') }} where unreadable_metadata > 0
