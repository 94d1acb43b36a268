{# The files of a folder of EVENTS_DATA with their bytes; none where none is there, which read_blob
   would call an error. #}
{% macro files(pattern) %}
{%- set path = (env_var('EVENTS_DATA', 'data') ~ '/' ~ pattern) | replace("'", "''") -%}
{%- if execute and run_query("select 1 from glob('" ~ path ~ "') limit 1").rows | length == 0 -%}
(select null::varchar as file, null::blob as content, null::varchar as file_hash where false)
{%- else -%}
(select filename as file, content, md5(content) as file_hash from read_blob('{{ path }}'))
{%- endif -%}
{% endmacro %}

{# Before a model of files goes on: what was read of a file that has changed since or is gone, goes. #}
{% macro forget_changed(pattern) %}
{%- if is_incremental() -%}
delete from {{ this }} t
where not exists (select 1 from {{ files(pattern) }} f where f.file = t.file and f.file_hash = t.file_hash)
{%- else -%}
select 1
{%- endif -%}
{% endmacro %}

{# Those of the files that the model has not read. #}
{% macro new_files(pattern) %}
(select f.* from {{ files(pattern) }} f
{%- if is_incremental() %}
 where not exists (select 1 from {{ this }} k where k.file = f.file and k.file_hash = f.file_hash)
{%- endif %})
{%- endmacro %}
