-- One row a usable memory, made safe and scored: by rule, and where a language model answered and
-- its answer passed the checks of memory_claims, by the model. One that has not happened by as_of
-- waits.
{{ config(on_schema_change='append_new_columns') }}

-- Not materialized: that would be the texts of everything ever told.
{% call with_letters() %}
with told as not materialized (
    {{ told_memories() }}
),

batch as materialized (
    {% if asks() %}
    -- Those that the model was asked about.
    select memory_id from {{ ref('memory_questions') }}
    {% else %}
    {{ new_memories(this if is_incremental() else none) }}
    {% endif %}
),

fresh as materialized (
    select *, left(content, {{ var('text_limit') }}) as text
    from told as t
    semi join batch as b on b.memory_id = t.memory_id
    where {{ id_within('batch') }}
),

-- ── Words ───────────────────────────────────────────────────────────────────────────────────
split as (
    select memory_id, namespace, {{ tokens_of('text') }} as tokens from fresh
),

tokens as materialized (
    select * from (
        select
            memory_id,
            namespace,
            generate_subscripts(tokens, 1) as place,
            unnest(tokens) as token,
            unnest(list_concat([null, null], tokens)) as token_before_last,
            unnest(list_concat([null], tokens)) as token_before,
            unnest(tokens[2:]) as token_after,
            unnest(tokens[3:]) as token_after_next
        from split
    )
    where token is not null
),

-- What is known of each token, looked up once.
listed as (
    select
        {{ base_form('word') }} as word,
        bool_or(kind = 'place_cue') as is_place_cue,
        bool_or(kind = 'negation') as is_negation,
        bool_or(kind = 'name_part') as is_name_part,
        bool_or(kind not in ('place_cue', 'name_part')) as is_function
    from {{ ref('function_words') }}
    group by 1
),

felt as (
    select {{ base_form('word') }} as word, max_by(valence, word) as valence,
        max_by(arousal, word) as arousal
    from {{ ref('affect_words') }}
    group by 1
),

dictionary as materialized (
    select
        d.token, d.lower_form, d.word, d.is_word, d.is_capital, d.is_shouted,
        coalesce(l.is_place_cue, false) as is_place_cue,
        coalesce(l.is_negation, false) as is_negation,
        coalesce(l.is_name_part, false) as is_name_part,
        d.is_word and not coalesce(l.is_function, false) and length(d.word) between 2 and 64
            and not regexp_matches(d.word, '^[\p{N}-]+$')
            and not regexp_matches(d.word, '^[a-z]{2}$') as is_content,
        f.valence, f.arousal
    from (
        select
            token,
            replace(lower(token), '’', '''') as lower_form,
            {{ base_form('token') }} as word,
            regexp_matches(token, '^[\p{L}\p{N}]') as is_word,
            regexp_matches(token, '^[\p{Lu}]') as is_capital,
            length(token) > 1 and token = upper(token) as is_shouted
        from (select distinct token from tokens)
    ) as d
    left join listed as l on l.word = d.word
    left join felt as f on f.word = d.word
),

words as materialized (
    select
        t.memory_id, t.namespace, t.place, t.token_before, t.token_after, t.token_before_last,
        t.token_after_next, d.lower_form, d.is_content, d.is_capital, d.is_shouted,
        d.valence, d.arousal,
        t.token_before is null or regexp_matches(t.token_before, '^[.!?\n]') as opens_sentence,
        -- A name keeps its final s.
        case when d.is_capital and not (t.token_before is null
                or regexp_matches(t.token_before, '^[.!?\n]'))
            then regexp_replace(d.lower_form, '''s?$', '') else d.word end as word
    from tokens as t
    join dictionary as d on d.token = t.token
    where d.is_word
),

-- ── Concepts: the key phrases, unless the metadata names them ───────────────────────────────
terms as materialized (
    select
        memory_id, namespace, word, count(*) as uses, min(place) as first_place,
        bool_or(is_capital and not opens_sentence) as is_name
    from words
    where is_content
    group by memory_id, namespace, word
),

{% if is_incremental() %}
-- Frequencies are counted over whole cycles, the latest that hold so many of a namespace.
recent as materialized (
    select namespace, cycle, memories
    from (
        select
            namespace, cycle, memories,
            sum(memories) over (
                partition by namespace order by cycle desc
                rows between unbounded preceding and 1 preceding) as later
        from (
            select namespace, cycle, count(*) as memories
            from {{ this }}
            where namespace in (select namespace from fresh)
            group by namespace, cycle
        )
    )
    where coalesce(later, 0) < {{ var('frequency_memories') }}
),

{% endif %}
known_terms as (
    select namespace, word, count(*) as memories from terms group by namespace, word
    {% if is_incremental() %}
    union all
    select s.namespace, s.word, count(*) as memories
    from (
        select t.namespace, unnest(t.terms) as word
        from {{ this }} as t
        semi join recent as r on r.namespace = t.namespace and r.cycle = t.cycle
        where t.cycle >= (select min(cycle) from recent)
    ) as s
    semi join (select distinct namespace, word from terms) as n
        on n.namespace = s.namespace and n.word = s.word
    group by s.namespace, s.word
    {% endif %}
),

frequencies as (
    select namespace, word, sum(memories) as memories
    from known_terms group by namespace, word
),

sizes as (
    select namespace, sum(memories) as memories
    from (
        select namespace, count(*) as memories from fresh group by namespace
        {% if is_incremental() %}
        union all
        select namespace, sum(memories) as memories from recent group by namespace
        {% endif %}
    )
    group by namespace
),

-- Rarer is better, but a word nobody has used before cannot link anything yet.
weighed as materialized (
    select
        t.memory_id, t.namespace, t.word, t.first_place,
        round(
            ln((s.memories + 1.0) / f.memories)
            * (case when f.memories = 1 then 0.6 else 1.0 end)
            * (1.0 + 0.3 * (least(t.uses, 3) - 1))
            * (case when t.is_name then 1.5 else 1.0 end), 6) as score
    from terms as t
    join frequencies as f on f.namespace = t.namespace and f.word = t.word
    join sizes as s on s.namespace = t.namespace
),

-- On their own: in one piece, the scores were first joined by the memory or the word alone.
followed as materialized (
    select w.memory_id, w.word, d.word as next_word, min(w.place) as first_place
    from words as w
    join dictionary as d on d.token = w.token_after and d.is_content
    where w.is_content and w.word <> d.word
    group by w.memory_id, w.word, d.word
),

led as materialized (
    select w.memory_id, w.word, w.next_word, w.first_place, a.score
    from followed as w
    join weighed as a on a.memory_id = w.memory_id and a.word = w.word
),

bigrams as (
    select
        w.memory_id, w.word || ' ' || w.next_word as concept, min(w.first_place) as first_place,
        max(round(0.4 * (w.score + b.score), 6)) as score
    from led as w
    join weighed as b on b.memory_id = w.memory_id and b.word = w.next_word
    group by w.memory_id, w.word || ' ' || w.next_word
    qualify row_number() over (
        partition by w.memory_id
        order by max(round(0.4 * (w.score + b.score), 6)) desc, min(w.first_place), concept
    ) <= 2
),

capitals as (
    select
        memory_id, namespace,
        unnest(regexp_extract_all(
            text,
            '[\p{Lu}][\p{L}\p{N}’''-]+(?: (?:of |the |de |van )?[\p{Lu}][\p{L}\p{N}’''-]+){1,3}'
        )) as phrase
    from fresh
),

names as (
    select c.memory_id, c.namespace, c.phrase
    from capitals as c
    left join dictionary as d on d.token = split_part(c.phrase, ' ', 1)
    where d.is_content or d.is_name_part
),

candidates as (
    select memory_id, word as concept, score, first_place
    from weighed
    where length(word) >= 3 or not regexp_matches(word, '^[a-z0-9]')
    union all
    select memory_id, concept, score, first_place from bigrams
    union all
    select n.memory_id, lower(regexp_replace(n.phrase, '[’'']s?$', '')) as concept,
        max(round(ln(s.memories + 1.0), 6)) as score, 0 as first_place
    from names as n
    join sizes as s on s.namespace = n.namespace
    group by 1, 2
),

key_phrases as (
    select memory_id, list(concept order by score desc, first_place, concept) as concepts
    from (
        select memory_id, concept, max(score) as score, min(first_place) as first_place
        from candidates
        group by memory_id, concept
        qualify row_number() over (
            partition by memory_id order by max(score) desc, min(first_place), concept
        ) <= {{ var('concepts_per_memory') }}
    )
    group by memory_id
),

-- Bounded: what document frequencies are counted from.
term_lists as (
    select memory_id, list(word order by first_place, word) as terms
    from (
        select memory_id, word, first_place from terms
        qualify row_number() over (partition by memory_id order by first_place, word) <= 256
    )
    group by memory_id
),

-- ── People: who speaks, and whose names are said ────────────────────────────────────────────
speakers as (
    select distinct namespace, lower(split_part(trim(speaker), ' ', 1)) as name
    from (
        select namespace, speaker from fresh
        {% if is_incremental() %}
        union all
        select distinct namespace, speaker from {{ this }}
        {% endif %}
    )
    where trim(speaker) <> '' and not {{ is_role('speaker') }}
),

said as (
    select
        w.memory_id,
        upper(w.word[1]) || w.word[2:] as person,
        min(w.place) as first_place
    from words as w
    left join dictionary as b on b.token = w.token_before
    left join dictionary as a on a.token = w.token_after
    left join speakers as s on s.namespace = w.namespace and s.name = w.word
    where w.is_capital
        and (
            s.name is not null
            or (
                w.is_content and not w.is_shouted and not w.opens_sentence
                and length(w.word) >= 3 and not coalesce(b.is_place_cue, false)
                and not (coalesce(b.is_capital, false) and coalesce(b.is_content, false))
                and not (coalesce(a.is_capital, false) and coalesce(a.is_content, false))
            )
        )
    group by 1, 2
),

people as (
    select memory_id, list(person order by first_place, person) as people
    from (
        select memory_id, person, min(first_place) as first_place
        from (
            select memory_id, person, first_place from said
            union all
            select memory_id, trim(speaker) as person, 0 as first_place from fresh
            where trim(speaker) <> '' and not {{ is_role('speaker') }}
        )
        group by memory_id, person
        qualify row_number() over (
            partition by memory_id order by min(first_place), person
        ) <= {{ var('people_per_memory') }}
    )
    group by memory_id
),

-- ── Affect, importance, urgency, kind of task ───────────────────────────────────────────────
affect as (
    select
        w.memory_id,
        {{ exact_sum('abs(w.valence) * w.arousal') }} as force,
        {{ exact_mean('w.valence * (case when coalesce(b.is_negation, false)
            or coalesce(bb.is_negation, false) then -0.5 else 1.0 end)') }} as valence
    from words as w
    left join dictionary as b on b.token = w.token_before
    left join dictionary as bb on bb.token = w.token_before_last
    where w.valence is not null
    group by w.memory_id
),

cues as (
    select
        kind, max(weight) as weight,
        split_part(phrase, ' ', 1) as first_word,
        nullif(split_part(phrase, ' ', 2), '') as second_word,
        nullif(split_part(phrase, ' ', 3), '') as third_word
    from {{ ref('cue_phrases') }}
    group by all
),

found_cues as (
    select distinct w.memory_id, c.kind, c.weight, c.first_word, c.second_word, c.third_word
    from words as w
    join cues as c on c.first_word = w.lower_form
    left join dictionary as n on n.token = w.token_after
    left join dictionary as nn on nn.token = w.token_after_next
    where (c.second_word is null or c.second_word = n.lower_form)
        and (c.third_word is null or c.third_word = nn.lower_form)
),

cued as (
    select
        memory_id,
        -- Independent cues: 1 − Π(1 − w), as a sum of logarithms.
        {{ exact_sum("case when kind = 'importance' then ln(1 - weight) end") }} as importance_log,
        {{ exact_sum("case when kind = 'urgency' then ln(1 - weight) end") }} as urgency_log,
        bool_or(kind = 'request') as asks,
        bool_or(kind = 'goal') as aims,
        bool_or(kind = 'plan') as plans,
        bool_or(kind = 'action') as acts,
        bool_or(kind = 'procedure') as instructs,
        bool_or(kind = 'preference') as prefers
    from found_cues
    group by memory_id
),

marks as (
    select
        memory_id,
        regexp_matches(text, '\d') as has_number,
        least(length(text) - length(replace(text, '!', '')), 3) as shouts,
        contains(text, '?') as has_question
    from fresh
),

scored as (
    select
        f.*,
        case
            when length(f.content) < {{ var('fragment_below') }} then 'fragment'
            when length(f.content) < {{ var('episode_below') }} then 'episode'
            when length(f.content) < {{ var('narrative_below') }} then 'narrative'
            else 'document'
        end as memory_type,
        case when json_type(f.metadata, '$.concepts') = 'ARRAY'
            then list_filter(
                list_distinct(list_transform(
                    json_extract_string(f.metadata, '$.concepts[*]'), lambda c: lower(trim(c)))),
                lambda c: c is not null and c <> '')
        end as given_concepts,
        k.concepts as found_concepts,
        coalesce(t.terms, []) as terms,
        coalesce(p.people, []) as people,
        {{ unit("1 - (1 - " ~ var('base_importance') ~ ") * exp(coalesce(c.importance_log, 0.0))"
            ~ " * (case when m.has_number then 0.9 else 1.0 end)"
            ~ " * (case when len(p.people) > 1 then 0.9 else 1.0 end)") }} as importance,
        {{ unit('1 - exp(c.urgency_log)') }} as urgency,
        {{ unit('1 - exp(-(coalesce(a.force, 0.0) + 0.15 * m.shouts))') }} as emotional_salience,
        round(coalesce(a.valence, 0.0), 9) as valence,
        case
            when c.asks then 'request'
            when m.has_question then 'question'
            when c.aims then 'goal'
            when c.plans then 'plan'
            when c.acts then 'action'
            when c.instructs then 'procedure'
            when c.prefers then 'preference'
            else 'statement'
        end as task_type
    from fresh as f
    join marks as m on m.memory_id = f.memory_id
    left join key_phrases as k on k.memory_id = f.memory_id
    left join term_lists as t on t.memory_id = f.memory_id
    left join people as p on p.memory_id = f.memory_id
    left join affect as a on a.memory_id = f.memory_id
    left join cued as c on c.memory_id = f.memory_id
),

-- ── What a language model added, where it was asked and believed ────────────────────────────
believed as (
    select
        memory_id,
        list("value" order by place) filter (where field = 'concepts') as concepts,
        list("value" order by place) filter (where field = 'people') as people,
        list("value" order by place) filter (where field = 'places') as places,
        {% for field in ['importance', 'urgency', 'salience'] %}
        round(max(try_cast("value" as double)) filter (where field = '{{ field }}'), 9)
            as {{ field }},
        {% endfor %}
        max("value") filter (where field = 'sentiment') as sentiment,
        max("value") filter (where field = 'task_type') as task_type
    from {{ ref('memory_claims') }}
    where reason is null
    group by memory_id
),

answered as (
    select
        a.memory_id,
        arg_max(a.language_model, a.cycle) as language_model,
        arg_max_null(coalesce(a.failure, c.failure), a.cycle) as failure
    from {{ ref('memory_answers') }} as a
    left join (
        select distinct memory_id, cycle, 'failed check' as failure
        from {{ ref('memory_claims') }} where reason is not null
    ) as c on c.memory_id = a.memory_id and c.cycle = a.cycle
    group by a.memory_id
),

ruled as (
    select
        *,
        -- list_distinct has no order of its own.
        case when given_concepts is not null
            then list_sort(given_concepts)[1:{{ var('concepts_per_memory') }}]
            else coalesce(found_concepts, []) end as concepts,
        case when given_concepts is not null then 'metadata' else 'rule' end as concept_source,
        case when valence > 0.1 then 'positive' when valence < -0.1 then 'negative'
            else 'neutral' end as sentiment
    from scored
),

-- The model's names and topics come beside those found by rule; its scores and kinds instead.
valued as (
    select
        r.* replace (
            case when r.concept_source = 'rule' and b.concepts is not null
                then list_concat(b.concepts,
                    list_filter(r.concepts, lambda c: not list_contains(b.concepts, c))
                )[1:{{ var('concepts_per_memory') }}]
                else r.concepts end as concepts,
            case when r.concept_source = 'rule' and b.concepts is not null then 'model'
                else r.concept_source end as concept_source,
            case when b.people is not null
                then list_concat(r.people,
                    list_filter(b.people, lambda p: not list_contains(
                        list_transform(r.people, lambda q: lower(q)), lower(p)))
                )[1:{{ var('people_per_memory') }}]
                else r.people end as people,
            coalesce(b.importance, r.importance) as importance,
            coalesce(b.urgency, r.urgency) as urgency,
            coalesce(b.salience, r.emotional_salience) as emotional_salience,
            case
                when b.sentiment is null or b.sentiment = r.sentiment then r.valence
                when b.sentiment = 'positive' then 0.5
                when b.sentiment = 'negative' then -0.5
                else 0.0
            end as valence,
            coalesce(b.sentiment, r.sentiment) as sentiment,
            coalesce(b.task_type, r.task_type) as task_type),
        coalesce(b.places, []) as places,
        {
            'concepts': case when r.concept_source = 'rule' and b.concepts is not null
                then 'model' else r.concept_source end,
            {% for field in ['people', 'places', 'importance', 'urgency', 'salience', 'sentiment',
                'task_type'] %}
            '{{ field }}': case when b.{{ field }} is not null then 'model' else 'rule' end
            {%- if not loop.last %},{% endif %}
            {% endfor %}
        } as value_sources,
        a.language_model,
        case when a.memory_id is null then '{{ var("without_model") }}' else a.failure end
            as fallback
    from ruled as r
    left join believed as b on b.memory_id = r.memory_id
    left join answered as a on a.memory_id = r.memory_id
)

select
    memory_id,
    namespace,
    content,
    content_hash,
    role,
    speaker,
    session_id,
    context,
    tags,
    metadata,
    occurred_at,
    recorded_at,
    parent_id,
    chunk_index,
    memory_type,
    concepts,
    concept_source,
    terms,
    people,
    importance,
    urgency,
    emotional_salience,
    valence,
    sentiment,
    task_type,
    case list_sort(list_distinct(
            [value_sources.importance, value_sources.urgency, value_sources.salience]))
        when ['model'] then 'model'
        when ['rule'] then 'rule'
        else 'model and rule' end as score_source,
    {{ unit('exp(-' ~ seconds_between('occurred_at', as_of()) ~ ' / '
        ~ var('activation_time_constant') ~ ')') }} as activation_strength,
    coalesce(json_extract_string(metadata, '$.pinned') = 'true', false) as is_pinned,
    {{ as_of() }} as staged_at,
    {{ cycle() }} as cycle,
    places,
    value_sources,
    language_model,
    fallback,
    {{ addresses_a_model('text') }} as addresses_model
from valued
order by namespace, occurred_at, memory_id
{% endcall %}
