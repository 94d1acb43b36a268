{{ config(unique_key='file') }}
-- Calendars, read once: a file comes again when its bytes have changed.
with files as (
    select filename as file, content, md5(content) as file_hash
    from read_blob('{{ env_var('EVENTS_DATA', 'data') }}/calendars/*.ics')
    {% if is_incremental() %}
    where not exists (select 1 from {{ this }} k where k.file = filename and k.file_hash = md5(content))
    {% endif %}
)
select file, file_hash, 'ics' as source, unnest(ics_events(content), max_depth := 2) from files
