-- The facts a language model read in a memory, each with why it is not believed (NULL when it is).
-- A fact names its memory and quotes it word for word, and the quote has its value. As the newer
-- value of a predicate with one value closes the older one, such a fact has to name its subject in
-- the quote too, and nothing in the quote may deny it: nothing is retired but by a memory that
-- says so. It is the speaker's word: what is quoted from others, written as code or put out by a
-- tool is nobody's, and what is said of another's debts, orders or secrets stays a claim.
{%- set outright_fails -%}
not coalesce({{ says_outright(
    before_in_sentence('quote', 'text') ~ " || quote[:greatest(strpos(lower(quote), lower(subject)), 1) - 1]") }}
    and predicate in (
        select predicate from {{ ref('fact_patterns') }}
        union all
        select unnest(['works_in', 'moved_to', 'located_in', 'studies_at', 'studies_in', 'teaches',
            'is_a', 'cannot_eat', 'eats', 'drinks', 'drives', 'has_pet', 'has_child', 'birthday',
            'age', 'grows', 'is_from', 'relocated_to', 'stays_in', 'plays_in', 'attends'])), false)
{%- endset %}
{% call with_letters() %}
with answered as (
    {{ answered('fact', 'memory_id', ['q.handle', 'q.text', 'q.speaker', 'q.role',
        'q.occurred_at']) }}
),

elements as (
    select
        * exclude (said),
        unnest({{ elements_at('said', '$.facts') }}) as fact,
        generate_subscripts({{ elements_at('said', '$.facts') }}, 1) as place
    from answered
),

read as (
    select
        * exclude (fact),
        {{ text_at('fact', '$.memory') }} as said_memory,
        {{ text_at('fact', '$.quote') }} as quote,
        {{ text_at('fact', '$.subject') }} as said_subject,
        trim(regexp_replace(lower({{ text_at('fact', '$.predicate') }}), '[^\p{L}]+', '_', 'g'), '_')
            as predicate,
        trim({{ text_at('fact', '$.value') }}, ' .,''') as claim,
        nullif({{ text_at('fact', '$.valid_from') }}, '') as said_from,
        nullif({{ text_at('fact', '$.valid_to') }}, '') as said_to
    from elements
),

resolved as (
    select
        r.*,
        regexp_matches(r.said_subject, '^(?i:i|we|me|us|my|our|myself|ourselves)\b')
            as is_first_person,
        coalesce(regexp_matches(r.said_subject, '^(?i:i|we|me|us|myself|ourselves)$'), false)
            as is_self,
        case
            when regexp_matches(r.said_subject, '^(?i:i|we|me|us|myself|ourselves)$') then r.speaker
            when regexp_matches(r.said_subject, '^(?i:my|our) ') then r.speaker || '''s '
                || regexp_replace(r.said_subject, '^(?i:my|our) ', '')
            else r.said_subject
        end as subject,
        {{ time_of('r.said_from') }} as stated_from,
        {{ time_of('r.said_to') }} as stated_to,
        coalesce(p.single_valued, false) as single_valued
    from read as r
    left join (
        select predicate, bool_or(single_valued) as single_valued
        from {{ ref('fact_patterns') }} group by predicate
    ) as p on p.predicate = r.predicate
),

judged as (
    select
        *,
        case
            when said_memory is distinct from handle then 'names another memory'
            when {{ where_asked(addresses_a_model('text')) }} then 'the memory speaks to the model'
            when quote is null or length(quote) not between 3 and 600 then 'has no quote'
            when not {{ quotes('quote', 'text') }} then 'the quote is not in the memory'
            when ends_with(quote, '?') then 'the quote is a question'
            when role in ('tool', 'system', 'function') then 'nobody said it: a tool put it out'
            when {{ where_asked('not ' ~ quotes('quote', own_words('text'))) }}
                then 'the quote is not in the speaker''s own words'
            when subject is null or length(subject) not between 1 and 60
                or regexp_matches(subject, '\p{C}') then 'has no subject'
            when not is_first_person and lower(subject) <> lower(speaker)
                and not {{ occurs('subject', 'text') }} then 'the subject is not in the memory'
            when predicate is null or not regexp_matches(predicate, '^[\p{L}][\p{L}_]{1,39}$')
                then 'has no predicate'
            when claim is null or length(claim) not between 1 and 60
                or regexp_matches(claim, '\p{C}') then 'has no value'
            when not {{ occurs('claim', 'quote') }} then 'the value is not in the quote'
            when (is_first_person or lower(subject) = lower(speaker))
                and not {{ is_first_person_sentence('quote') }}
                and not starts_with(lower(quote), lower(subject))
                then 'the quote does not speak of the speaker'
            when (is_self or lower(subject) = lower(speaker))
                and not starts_with(lower(quote), lower(subject))
                and not {{ is_about_speaker('quote') }}
                then 'the quote does not speak of the speaker'
            when (is_self or lower(subject) = lower(speaker))
                and regexp_matches(quote, '(?i)^(?:i|ich|je|yo|io),')
                then 'gives itself out for another'
            -- Each vouches for himself alone; a price is nobody's secret.
            when not (is_self or lower(subject) = lower(speaker)) and (
                    {{ where_asked(touches_affairs('quote')) }}
                    or {{ where_asked(touches_affairs("replace(predicate, '_', ' ')")) }})
                and not (not regexp_matches(subject, '[\p{Lu}]') and regexp_matches(quote,
                    '(?i)^(?:(?:i|we|ich|wir|je|nous|yo|nosotr[oa]s|io|noi) |j[''’])'))
                and not (not regexp_matches(claim, '[\p{Lu}]') and regexp_matches(quote,
                    '(?i)(?:^|[^\p{L}])(?:costs?|priced|price of|kostet|kostete|coûte|cuesta|costa)(?:[^\p{L}]|$)'))
                then 'a claim of the speaker about another'
            -- Of others one can say what everybody can see, and outright.
            when not is_first_person and lower(subject) <> lower(speaker)
                and {{ where_asked(outright_fails) }}
                then 'a claim of the speaker about another'
            when role = 'assistant' and not is_first_person then 'a claim of the assistant'
            when {{ occurs('claim', 'subject') }} then 'the subject has the value in it'
            when said_from is not null and stated_from is null
                or said_to is not null and stated_to is null then 'its time is no time'
            when not coalesce(stated_from between cast('{{ var("earliest_event") }}' as timestamptz)
                    and occurred_at + to_days({{ var('latest_event_days') }}), true)
                or not coalesce(stated_to between cast('{{ var("earliest_event") }}' as timestamptz)
                    and occurred_at + to_days({{ var('latest_fact_days') }}), true)
                then 'its time is out of range'
            when stated_to < coalesce(stated_from, stated_to) then 'it ends before it begins'
            when not {{ speaks_of('text', 'stated_from') }} or not {{ speaks_of('text', 'stated_to') }}
                then 'its time is not in the memory'
            when single_valued and not {{ occurs('subject', 'quote') }}
                and not {{ is_first_person_sentence('quote') }}
                then 'the quote does not name its subject'
            when single_valued and regexp_matches(
                quote, '(?i)\b(?:not|never|no longer|nobody|none|without)\b|n[''’]t\b')
                then 'the quote denies it'
            when row_number() over (
                partition by memory_id, lower(subject), predicate, lower(claim) order by place) > 1
                then 'was said already'
        end as reason
    from resolved
)

select
    memory_id,
    namespace,
    place,
    left(subject, 200) as subject,
    left(predicate, 200) as predicate,
    left(claim, 200) as "value",
    left(quote, 600) as quote,
    coalesce(stated_from, occurred_at) as valid_from,
    stated_to as ended_at,
    single_valued,
    reason,
    language_model,
    {{ cycle() }} as cycle
from judged
order by namespace, memory_id, place
{% endcall %}
