{#
    Whether what a pattern found is an attribute of somebody or something: not "Dov has a bucket",
    "I love the way it …", "she plays a big part". What is in doubt is no fact: recall finds the
    memory anyway, and a false fact is shown above the results.
#}
{% macro is_attribute() -%}
    -- His, her and their name nobody.
    not regexp_matches(subject, '^(?i:his|her|their|its|your|this|that|these|those)\b')
    -- Things cost, are called and are made somewhere; only people live, like and own.
    and (predicate in ('costs', 'is_called', 'comes_from') or not starts_with(subject, 'the '))
    and not {{ begins_with_word('lower("value")', fact_words('loose_start', 'en')) }}
    and not {{ has_word('lower("value")', fact_words('vague_word', 'en')) }}
    and case
        when predicate in ('has', 'owns', 'adopted') then regexp_matches(
            lower("value"),
            '^(?:[\p{L}-]+ ){0,3}(?:{{ fact_words('lasting_thing') }})(?: (?:named|called) [\p{L} ]+)?$')
        when predicate in ('likes', 'dislikes', 'prefers', 'plays', 'studies', 'works_as')
            then not regexp_matches("value", '^\S+(?: \S+){4}|^(?i:the|my|our|all|every|both|some)\b')
            -- "I prefer simple, minimal tools" is about tools.
            and not (predicate in ('prefers', 'likes') and regexp_matches(after, '^\S+, \S+ \S'))
        when predicate in ('lives_in', 'comes_from', 'born_in', 'visited') then not {{ begins_with_word('lower("value")',
            '(?:the )?(?:' ~ fact_words('calendar') ~ ')') }}
        when predicate = 'has_birthday_on'
            then regexp_matches(lower("value"), '\p{N}')
                or {{ has_word('lower("value")', fact_words('calendar')) }}
        else true
    end
    -- What was so need not be so.
    and not (auxiliary = 'be' and predicate not in ('is_called', 'born_in')
        and regexp_matches(before, ' (?:was|were)(?:{{ adverbs() }})*$'))
{%- endmacro %}

{#
    The same of what a shape found: the value is none of the words that only lead on, a subject is a
    name or a thing and not the beginning of a longer sentence.
#}
{% macro is_shaped_attribute() -%}
    case language
    {%- for language in ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl'] %}
        when '{{ language }}' then
            not {{ begins_with_word('lower("value")', fact_words('loose_start', language)) }}
            and not {{ has_word('lower("value")', fact_words('vague_word', language)) }}
            and (said_subject = 'I' or is_first_person and not contains(said_subject, ' ')
                or not {{ has_word("lower(regexp_replace(said_subject, '^(?i:my|our|mein|meine|unser|unsere|mon|ma|notre|mi|nuestr[oa]|meu|minha|mio|mia|mijn|ons|onze) ', ''))", fact_words('no_object', language)) }})
            {%- if language != 'en' %}
            and not {{ has_word('lower(sentence)', fact_words('uncertain', language)) }}
            {%- endif %}
    {%- endfor %}
    end
    and (predicate in ('date', 'is_due', 'deadline', 'birthday')
        or not {{ begins_with_word('lower("value")', '(?:the )?(?:' ~ fact_words('calendar') ~ ')') }})
    and not {{ has_word('lower(said_subject)', fact_words('calendar')) }}
{%- endmacro %}
