-- NULL says that there is none. An empty string in its place is told, and changes nothing.
{{ config(severity='warn') }}

select namespace, empty_for_null from {{ ref('source_quality') }} where empty_for_null > 0
