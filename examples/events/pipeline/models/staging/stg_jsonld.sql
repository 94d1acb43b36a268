{{ config(unique_key='file') }}
-- Pages and their data, as schema.org describes events.
with files as (
    select filename as file, content, md5(content) as file_hash
    from read_blob('{{ env_var('EVENTS_DATA', 'data') }}/pages/*')
    {% if is_incremental() %}
    where not exists (select 1 from {{ this }} k where k.file = filename and k.file_hash = md5(content))
    {% endif %}
)
select file, file_hash, 'jsonld' as source, unnest(jsonld_events(content), max_depth := 2) from files
