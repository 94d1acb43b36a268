-- Facts said in so many words: "X lives in Y", "my dog is called Z", "it costs 9 euros". The first
-- person is whoever speaks. Questions say nothing. A sentence is tried only against the patterns
-- whose phrase is in it. Which fact closes which is settled in the views, by event time. Facts a
-- language model read come beside them.
{{ config(on_schema_change='append_new_columns') }}

{% call with_letters() %}
with fresh as (
    select
        s.memory_id, s.namespace, s.occurred_at,
        coalesce(nullif(trim(s.speaker), ''), nullif(trim(s.role), ''), 'somebody') as speaker,
        coalesce(lower(s.role) = 'assistant' or lower(s.speaker) = 'assistant', false) as is_assistant,
        replace(
            -- Code, quotes and what a tool put out are nobody's words.
            case when regexp_matches(left(s.content, {{ var('text_limit') }}),
                    '[`<>{}|"“„”«‘~:=+&]|(?i:message|forwarded|nachricht|mensaje|messaggio)')
                then {{ own_words("left(s.content, " ~ var('text_limit') ~ ")") }}
                else left(s.content, {{ var('text_limit') }}) end, '’', '''') as text
    from (
        -- "Ana: I live in Porto", told by Ana, is her own word.
        select * replace (
            case when speaker <> '' and starts_with(lower(content), lower(speaker) || ': ')
                then substr(content, length(speaker) + 3) else content end as content)
        from {{ ref('stg_memories') }}
    ) as s
    join {{ ref('fact_intake') }} as i on i.memory_id = s.memory_id and i.cycle = {{ cycle() }}
    where not coalesce(s.addresses_model, false)
        and coalesce(lower(s.role), '') not in ('tool', 'system', 'function')
        {% if is_incremental() %}
        and not exists (select 1 from {{ this }} where cycle = {{ cycle() }})
        {% endif %}
),

sentences as (
    select
        memory_id, namespace, occurred_at, speaker, is_assistant, unnest(sentences) as sentence,
        generate_subscripts(sentences, 1) as sentence_place
    from (
        -- A dot within a number or a version ends no sentence.
        select *, regexp_extract_all(text, '(?:[^.!?\n]|[.][\p{L}\p{N}])+[.!?]*') as sentences
        from fresh
    )
),

told as (
    select *
    from (
        -- "A puppy! Her name is Nutmeg": whom a sentence speaks of, the one before it says.
        select *, case when regexp_matches(trim(sentence), '^(?i:it|its|she|he|her|his|they)\b')
            then trim(lag(sentence) over (partition by memory_id order by sentence_place))
                || ' ' || trim(sentence) end as with_previous
        from sentences
    )
    where not ends_with(sentence, '?') and length(sentence) between 8 and 600
        -- A heading states nothing.
        and not regexp_matches(sentence, '^\s*[*#]{2,}')
        -- "Once daily" is no "once". What one clause denies, another may say: "Law is not for me, I
        -- switched to geology".
        and not {{ is_uncertain(without_denials("regexp_replace(sentence, '(?i)once (?:a|per|every|daily|weekly|monthly)', '')")) }}
),

certain as (
    select *, lower(sentence) as small from told where not {{ denies('sentence') }}
),

worded as (
    select
        * exclude (small, with_previous),
        unnest(list_distinct(regexp_extract_all(small, '[a-z][a-z'']+'))) as word
    from certain
),

patterns as (
    select *, split_part(phrase, ' ', 1) as first_word from {{ ref('fact_patterns') }}
),

-- The sentence in two, before and after the phrase. All regular expressions below are constants,
-- which are compiled once; one taken from a column would be compiled for each row.
parted as (
    select
        *,
        trim(sentence[:found_at - 1]) as before,
        trim(sentence[found_at + length(phrase):]) as after
    from (
        select
            w.memory_id, w.namespace, w.occurred_at, w.speaker, w.sentence, w.sentence_place,
            p.predicate, p.single_valued, p.confidence, p.auxiliary, p.person, p.value_kind,
            p.phrase,
            strpos(lower(w.sentence) || ' ', ' ' || p.phrase || ' ') + 1 as found_at
        from worded as w
        join patterns as p on p.first_word = w.word
    )
    where found_at > 1
),

spoken as (
    select
        *,
        case
            when auxiliary = 'be' then regexp_extract(
                before, '^(.*?)(?:''m|''re|''s| am| are| is| was| were)(?:{{ adverbs() }})*$', 1)
            when auxiliary = 'have' then regexp_extract(
                before, '^(.*?)(?:''ve|''s| have| has| had)?(?:{{ adverbs() }})*$', 1)
            when person = 'possessive' then regexp_replace(before, '''s?$', '')
            else regexp_extract(before, '^(.*?)(?: will| would| can)?(?:{{ adverbs() }})*$', 1)
        end as head
    from parted
),

tried as (
    select
        *,
        case person
            when 'first' then regexp_extract(head, '{{ subject(first=true) }}', 1)
            when 'third' then regexp_extract(head, '{{ subject(third=true) }}', 1)
            when 'possessive' then coalesce(
                nullif(regexp_extract(head, '{{ subject(third=true) }}', 1), ''),
                regexp_extract(head, '(?:^|[ ,;:(])([Mm]y|[Oo]ur)$', 1))
            else regexp_extract(head, '{{ subject(first=true, third=true) }}', 1)
        end as said_subject,
        trim(case value_kind
            when 'place' then regexp_extract(after, '^({{ proper_name() }})', 1)
            when 'place_or_year' then regexp_extract(after, '^({{ proper_name() }}|[0-9]{4})', 1)
            when 'address' then regexp_extract(after,
                '^([0-9]+[a-zA-Z]?,? [\p{L}''-]+(?: [\p{L}''-]+){0,3}?)'
                || '(?: (?:now|in|since|on|with|and|from|these|again|at)\b|[.,;!?]|$)', 1)
            when 'name' then regexp_extract(after, '^({{ proper_name() }})', 1)
            when 'amount' then regexp_extract(after, '^((?:about |around |only )?[$€£]? ?[0-9][0-9.,]*'
                || '(?: ?(?:[$€£]|dollars|euros|pounds|cents|[A-Z]{3}|k))?)', 1)
            when 'counted' then regexp_extract(
                after, '^(?:an?|the|some|my|our|two|three|four) {{ noun_phrase() }}', 1)
            else regexp_extract(after, '^(?:an? )?{{ noun_phrase() }}', 1)
        end, ' .,''') as "value"
    from spoken
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
    where said_subject <> '' and length("value") between 1 and 60
        -- Of others only what is said outright.
        and (regexp_matches(said_subject, '^(?:I|[Ww]e|[Mm]y|[Oo]ur)(?: |$)')
            or {{ says_outright("head[:length(head) - length(said_subject)]") }})
        and lower(said_subject) not in (
            'he', 'she', 'it', 'they', 'you', 'this', 'that', 'there', 'and', 'but', 'so', 'if',
            'what', 'who', 'which', 'his', 'her', 'not', 'also', 'just', 'still', 'the')
        -- "I like how …" and "sounds like your …" say nothing of a thing.
        and not regexp_matches(
            lower("value"),
            '^(?:how|that|it|its|this|these|those|when|what|why|you|your|him|her|them|to see|to hear)\b')
        and {{ is_attribute() }}
    -- "birthday is on" says it better than "birthday is".
    qualify row_number() over (
        partition by memory_id, sentence_place, subject, predicate
        order by length(phrase) desc, phrase, person, auxiliary) = 1
),

-- What the shapes of sentences say, of whom: the seed `fact_shapes`.
clauses as (
    select memory_id, namespace, occurred_at, speaker, sentence, sentence_place,
        unnest({{ clauses_of('trim(sentence)') }}, recursive := true)
    from told
    where not is_assistant
    union all
    select memory_id, namespace, occurred_at, speaker, sentence, sentence_place, with_previous, ''
    from certain
    where not is_assistant and with_previous is not null and not contains(with_previous, '?')
),

found as (
    select * exclude (shape), unnest(shape)
    from (
        select *, unnest({{ shaped('clause', "(' ' || lower(clause) || ' ')") }}) as shape
        from clauses
        -- "No longer" is what an end says.
        where not {{ denies("replace(regexp_extract(clause, '^[^,]*'), 'no longer', '')") }}
    )
),

shaped as (
    select
        memory_id, namespace, occurred_at, sentence, sentence_place,
        replace(predicate, ' ', '_') as predicate, single_valued, ends,
        case when lower("value") in ('i', 'we') then speaker else "value" end as "value",
        case
            when said_subject = 'I' or is_first_person and not contains(said_subject, ' ')
                then speaker
            when is_first_person
                then speaker || '''s ' || regexp_replace(said_subject, '^\S+ ', '')
            -- A thing that opens a sentence is the same in the middle of one.
            when is_thing and regexp_matches(said_subject, '^[A-Z][a-z]*(?: |$)')
                then lower(said_subject[1]) || said_subject[2:]
            else said_subject
        end as subject
    from (
        select
            *, {{ begins_with_word('lower(said_subject)', fact_words('first_person')) }}
                as is_first_person
        from (
            select * replace (
                regexp_replace(trim("value", ' .,;:'''), '''s$', '') as "value",
                -- What is somebody's is said of him.
                regexp_replace(
                    regexp_replace(trim(said_subject, ' .,;:'), '''s$', ''),
                    '^(?i:the|an?) ', '') as said_subject)
            from found
        )
    )
    where said_subject <> '' and length("value") between 1 and 60
        -- Of somebody else only what the whole sentence says, and nothing that is his secret.
        and (said_subject = 'I' or is_first_person or {{ says_outright('ahead') }}
            and (not regexp_matches(said_subject, '[\p{Lu}]') or ahead = '' and not contains(sentence, ': '))
            and not (predicate in ('password', 'login', 'number', 'salary', 'email', 'address')
                and regexp_matches(said, '''s ')))
        and {{ is_shaped_attribute() }}
    qualify row_number() over (
        partition by memory_id, sentence_place, subject, predicate, lower("value")
        order by ends desc, length(said)) = 1
),

every as (
    select
        memory_id, namespace, occurred_at, sentence, sentence_place, subject, predicate, "value",
        single_valued, confidence, false as ends
    from resolved
    union all by name
    select
        *, 0.8 as confidence
    from shaped as s
    where not exists (
        select 1 from resolved as r
        where r.memory_id = s.memory_id and r.predicate = s.predicate
            and lower(regexp_replace(r.subject, '^the ', '')) = lower(s.subject))
),

ruled as (
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
        {{ cycle() }} as cycle,
        'rule' as source,
        cast(null as varchar) as language_model,
        -- "Jonas and I broke up": so said, it is so no longer.
        case when bool_and(ends) then occurred_at end as ended_at
    from every
    group by namespace, subject, predicate, "value", memory_id, occurred_at
),

-- What a language model read in the same memories, where it is believed and no rule said it.
believed as (
    select
        {{ derived_id(["'fact'", 'c.memory_id', 'c.subject', 'c.predicate', 'c."value"']) }}
            as fact_id,
        c.*
    from {{ ref('fact_claims') }} as c
    semi join fresh as f on f.memory_id = c.memory_id
    where c.reason is null and c.cycle = {{ cycle() }}
    qualify row_number() over (
        partition by c.memory_id, lower(c.subject), c.predicate, lower(c."value")
        order by c.place) = 1
)

select * from ruled
union all
select
    b.fact_id,
    b.namespace,
    b.subject,
    b.predicate,
    b."value",
    b.single_valued,
    cast({{ var('model_confidence') }} as double) as confidence,
    b.memory_id,
    b.quote as sentence,
    b.valid_from,
    {{ as_of() }} as learned_at,
    {{ cycle() }} as cycle,
    'model' as source,
    b.language_model,
    b.ended_at
from believed as b
where not exists (
    select 1 from ruled as r
    where r.memory_id = b.memory_id and r.predicate = b.predicate
        and lower(r.subject) = lower(b.subject) and lower(r."value") = lower(b."value"))
order by namespace, subject, predicate, valid_from, memory_id, "value"
{% endcall %}
