-- Facts said in so many words: "X lives in Y", "my dog is called Z", "it costs 9 euros". The first
-- person is whoever speaks. Questions say nothing. A sentence is tried only against the patterns
-- whose keyword is in it. Which fact closes which is settled in the views, by event time.
with fresh as (
    select
        s.memory_id, s.namespace, s.occurred_at,
        coalesce(nullif(trim(s.speaker), ''), nullif(trim(s.role), ''), 'somebody') as speaker,
        replace(left(s.content, {{ var('text_limit') }}), '’', '''') as text
    from {{ ref('stg_memories') }} as s
    join {{ ref('fact_intake') }} as i on i.memory_id = s.memory_id and i.cycle = {{ cycle() }}
    {% if is_incremental() %}
    where not exists (select 1 from {{ this }} where cycle = {{ cycle() }})
    {% endif %}
),

sentences as (
    select
        memory_id, namespace, occurred_at, speaker, unnest(sentences) as sentence,
        generate_subscripts(sentences, 1) as sentence_place
    from (
        select *, {{ sentences_of('text') }} as sentences from fresh
    )
),

worded as (
    select
        *,
        unnest(list_distinct(regexp_extract_all(lower(sentence), '[a-z][a-z'']+'))) as keyword
    from sentences
    where not ends_with(sentence, '?') and length(sentence) between 8 and 600
),

patterns as (
    select
        keyword, predicate, single_valued, confidence, value_kind,
        '(?:^|[ ,;:(])'
            || case person
                when 'first' then '(I|[Ww]e|[Mm]y [a-z]+s) ?'
                when 'third' then '(' || third_person || ') ?'
                when 'possessive' then '([Mm]y|[Oo]ur|' || third_person || ') ?(?:''s)? ?'
                else '(I|[Ww]e|' || third_person || ') ?'
            end
            || '(?:' || verb || ') *'
            || case value_kind
                when 'place' then '((?:the )?\p{Lu}[\p{L}''.-]+(?: \p{Lu}[\p{L}''-]+){0,3})'
                when 'place_or_year' then
                    '((?:the )?\p{Lu}[\p{L}''.-]+(?: \p{Lu}[\p{L}''-]+){0,3}|[0-9]{4})'
                when 'name' then '((?:the )?\p{Lu}[\p{L}0-9&''.-]*(?: \p{Lu}[\p{L}0-9&''-]*){0,3})'
                when 'amount' then
                    '((?:about |around |only )?[$€£]? ?[0-9][0-9.,]*(?: ?(?:[$€£]|dollars|euros|pounds|cents|[A-Z]{3}|k))?)'
                else '([\p{L}0-9][^,.;:!?()]{1,59}?)(?: and | but | because | when | since | so | that | which | who |[,.;:!?()]|$)'
            end as pattern
    from (
        select
            *,
            '(?:[Mm]y|[Oo]ur|[Tt]he|[Hh]is|[Hh]er)(?: [a-z]+){1,2}|'
                || '\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?(?:''s [a-z]+)?' as third_person
        from {{ ref('fact_patterns') }}
    )
),

tried as (
    select
        w.memory_id, w.namespace, w.occurred_at, w.speaker, w.sentence, w.sentence_place,
        p.predicate, p.single_valued, p.confidence,
        regexp_extract(w.sentence, p.pattern, 1) as said_subject,
        trim(regexp_extract(w.sentence, p.pattern, 2), ' .''') as "value"
    from worded as w
    join patterns as p on p.keyword = w.keyword
),

resolved as (
    select
        *,
        case
            when lower(said_subject) in ('i', 'we', 'my', 'our') then speaker
            when regexp_matches(said_subject, '^([Mm]y|[Oo]ur) ')
                then speaker || '''s ' || regexp_replace(said_subject, '^([Mm]y|[Oo]ur) ', '')
            when regexp_matches(said_subject, '^[Tt]he ')
                then lower(said_subject[1]) || said_subject[2:]
            else said_subject
        end as subject
    from tried
    where said_subject <> '' and "value" <> ''
        and lower(said_subject) not in (
            'he', 'she', 'it', 'they', 'you', 'this', 'that', 'there', 'and', 'but', 'so', 'if',
            'what', 'who', 'which', 'his', 'her', 'not', 'also', 'just', 'still', 'the')
        -- "I like how …" and "sounds like your …" say nothing of a thing.
        and not regexp_matches(
            lower("value"),
            '^(?:how|that|it|its|this|these|those|when|what|why|you|your|him|her|them|to see|to hear)\b')
)

select
    {{ derived_id(["'fact'", 'memory_id', 'subject', 'predicate', '"value"']) }} as fact_id,
    namespace,
    subject,
    predicate,
    "value",
    any_value(single_valued) as single_valued,
    max(confidence) as confidence,
    memory_id,
    arg_min(trim(sentence), sentence_place) as sentence,
    occurred_at as valid_from,
    {{ as_of() }} as learned_at,
    {{ cycle() }} as cycle
from resolved
group by namespace, subject, predicate, "value", memory_id, occurred_at
order by namespace, subject, predicate, valid_from, memory_id, "value"
