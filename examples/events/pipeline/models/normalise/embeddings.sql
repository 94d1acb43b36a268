{{ config(materialized='incremental', unique_key='text_hash') }}
-- Only texts that are new ask the model.
select md5(text) as text_hash, text, llm_embed(text) as embedding
from (select distinct text from {{ ref('texts') }}) t
{% if is_incremental() %}
where not exists (select 1 from {{ this }} k where k.text_hash = md5(t.text))
{% endif %}
