-- What the language model says of each memory, value by value, each with why it is not believed
-- (NULL when it is). A name has to stand in the text, a topic to share a word with it, a score to
-- be a number from 0 to 1, a kind to be one of those there are.
{% call with_letters() %}
with answered as (
    {{ answered('memory', 'memory_id', ['q.text', 'q.speaker']) }}
),

listed as (
    {% for field in ['concepts', 'people', 'places'] %}
    select
        memory_id, namespace, language_model, text, speaker, '{{ field }}' as field,
        unnest({{ elements_at('said', '$.' ~ field) }}) as element,
        generate_subscripts({{ elements_at('said', '$.' ~ field) }}, 1) as place
    from answered
    union all
    {% endfor %}
    {% for field in ['importance', 'urgency', 'salience', 'sentiment', 'task_type'] %}
    select
        memory_id, namespace, language_model, text, speaker, '{{ field }}' as field,
        json_extract(said, '$.{{ field }}') as element, 1 as place
    from answered
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

worded as (
    select
        *,
        json_type(element) as kind,
        left(case field when 'concepts' then lower(trim(json_extract_string(element, '$')))
            else trim(json_extract_string(element, '$')) end, 200) as claim
    from listed
),

idle_words as (
    select distinct word from {{ ref('function_words') }}
    where kind in ('function', 'negation', 'interjection', 'calendar')
)

select
    memory_id,
    namespace,
    field,
    place,
    claim as "value",
    case
        when element is null then 'is missing'
        when field in ('importance', 'urgency', 'salience') then case
            when kind in ('VARCHAR', 'ARRAY', 'OBJECT', 'BOOLEAN', 'NULL') then 'is no number'
            when not coalesce(try_cast(claim as double) between 0 and 1, false)
                then 'is not from 0 to 1'
            end
        when kind <> 'VARCHAR' then 'is no text'
        when field = 'sentiment' then case
            when claim not in ('positive', 'negative', 'neutral') then 'is none of the sentiments'
            end
        when field = 'task_type' then case
            when claim not in ('request', 'question', 'goal', 'plan', 'action', 'procedure',
                'preference', 'statement') then 'is none of the task types'
            end
        when length(claim) not between 1 and 64 or regexp_matches(claim, '\p{C}')
            or lower(claim) in (select word from idle_words) then 'is no name'
        when row_number() over (partition by memory_id, field, lower(claim) order by place) > 1
            then 'was said already'
        when field = 'concepts' then case
            when not {{ occurs('claim', 'text') }} and not coalesce(len(list_intersect(
                {{ content_words('claim') }}, {{ content_words('text') }})) > 0, false)
                then 'has no word of the text'
            end
        when not {{ occurs('claim', 'text') }}
            and not (field = 'people' and lower(claim) = lower(speaker))
            then 'is not in the text'
    end as reason,
    language_model,
    {{ cycle() }} as cycle
from worded
order by namespace, memory_id, field, place
{% endcall %}
