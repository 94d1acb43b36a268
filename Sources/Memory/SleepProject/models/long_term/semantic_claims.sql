-- The gist and the kinds a language model gave a semantic memory, value by value, with why each is
-- not believed (NULL when it is). A gist is short, most of its words are its sources', and so are
-- all its names and numbers.
{% call with_letters() %}
with answered as (
    {{ answered('semantic', 'semantic_id', ['a.sources', 'q.text']) }}
),

claimed as (
    {% for field in ['gist', 'category', 'knowledge_type'] %}
    select
        * exclude (said), '{{ field }}' as field, {{ text_at('said', '$.' ~ field) }} as claim
    from answered
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    semantic_id,
    sources,
    namespace,
    field,
    left(claim, {{ var('gist_max_characters') }}) as "value",
    case
        when claim is null then 'is no text'
        when field = 'category' then case
            when claim not in ('person', 'preference', 'goal', 'event', 'topic')
                then 'is none of the categories'
            end
        when field = 'knowledge_type' then case
            when claim not in ('semantic', 'episodic', 'procedural')
                then 'is none of the knowledge types'
            end
        when length(claim) < 12 then 'is too short'
        when length(claim) > {{ var('gist_max_characters') }} then 'is too long'
        when {{ where_asked(addresses_a_model('claim')) }} then 'speaks to a model'
        when {{ where_asked(touches_affairs('claim')) }}
            and not {{ where_asked(is_first_person_sentence('claim')) }} then 'a claim about somebody'
        when {{ shared_words('claim', 'text') }} < {{ var('shared_word_share') }}
            then 'is in other words than its sources'
        when not {{ names_and_numbers_occur('claim', 'text') }}
            then 'has a name or a number that its sources have not'
    end as reason,
    language_model,
    {{ cycle() }} as cycle
from claimed
order by namespace, semantic_id, field
{% endcall %}
