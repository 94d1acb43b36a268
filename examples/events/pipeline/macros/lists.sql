{# The new files of a folder as SQL that reads each by itself, as spreadsheets write them: separated
   by what stands most often in the first line, in UTF-8, UTF-16 or else Latin-1, with what columns it
   has; of two of one name the first counts. Nothing is left to guess from the lines below: a list that
   is broken stops no other. A quotation mark that nothing closes takes in the lines behind it: where
   their number is odd (each is four signs of a blob as text) that is said. #}
{% macro lists(pattern) %}
{%- if execute -%}
{%- set found = run_query(
    "select file, encoding, delimiter, array_to_string(list_transform(string_split(head, delimiter), lambda c: lower(trim(c, ' \"'))), chr(10)) as columns, is_open "
    ~ "from (select *, list_max([struct_pack(times := len(head) - len(replace(head, d, '')), d := d) for d in [chr(9), '|', ';', ',']]).d as delimiter "
    ~ "from (select file, case when content[1:2] in ('\\xFF\\xFE'::blob, '\\xFE\\xFF'::blob) then 'utf-16' "
    ~ "when try(decode(content)) is null then 'latin-1' else 'utf-8' end as encoding, "
    ~ "(len(content::varchar) - len(replace(content::varchar, '\\x22', ''))) % 8 > 0 as is_open, "
    ~ "replace(regexp_extract(coalesce(try(decode(content)), regexp_replace(content::varchar, '^\\\\xFF\\\\xFE|^\\\\xFE\\\\xFF|\\\\x00|\\\\x0D', '', 'g')), '^[^\\r\\n\\\\]*'), chr(65279), '') as head "
    ~ "from " ~ new_files(pattern) ~ ")) order by file") -%}
{%- for list in found.rows %}
  {%- set path = list[0] | replace("'", "''") -%}
  {%- set names = list[3].split('\n') -%}
  {%- if 'title' in names and 'starts_at' in names -%}
    {%- set columns = [] -%}
    {%- for name in names -%}
      {%- set known = name if name not in names[:loop.index0] and name not in ['', 'list_file', 'list_fault'] else 'column_' ~ loop.index -%}
      {%- do columns.append("'" ~ (known | replace("'", "''")) ~ "': 'varchar'") -%}
    {%- endfor %}
    union all by name
    select *, '{{ path }}' as list_file
    from read_csv('{{ path }}', auto_detect = false, header = true, columns = { {{ columns | join(', ') }} },
        delim = '{{ list[2] }}', quote = '"', escape = '"', encoding = '{{ list[1] }}',
        null_padding = true, strict_mode = false)
    {%- if list[4] %}
    union all by name
    select '{{ path }}' as list_file, 'a quotation mark has no other: what follows it may have been taken into one field' as list_fault
    {%- endif -%}
  {%- else %}
    union all by name
    select '{{ path }}' as list_file, 'this is no list of events: its first line has no title and starts_at' as list_fault
  {%- endif -%}
{%- endfor -%}
{%- endif -%}
{% endmacro %}
