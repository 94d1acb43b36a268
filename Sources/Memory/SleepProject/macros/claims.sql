{# Checks of what a language model said. None of them trusts a type, a length or a spelling. #}

{# An answer as a JSON object, or NULL. #}
{% macro answer_object(answer) -%}
    case when json_valid({{ answer }}) then
        case when json_type({{ answer }}) = 'OBJECT' then cast({{ answer }} as json) end end
{%- endmacro %}

{# The text at a path, without blanks around it; NULL for anything else. #}
{% macro text_at(object, path) -%}
    case when json_type({{ object }}, '{{ path }}') = 'VARCHAR'
        then trim(json_extract_string({{ object }}, '{{ path }}')) end
{%- endmacro %}

{# The elements of the array at a path, as JSON; at most 16 are looked at. #}
{% macro elements_at(object, path) -%}
    coalesce(case when json_type({{ object }}, '{{ path }}') = 'ARRAY'
        then json_extract({{ object }}, '{{ path }}[*]')[1:16] end, cast([] as json[]))
{%- endmacro %}

{# Only letters and digits, in small letters, with single blanks. #}
{% macro plain(text) -%}
    trim(regexp_replace(lower({{ text }}), '[^\p{L}\p{N}]+', ' ', 'g'))
{%- endmacro %}

{# Whether words stand in a text, one after the other, whatever their case and punctuation. Scripts
   without blanks between words are compared by their characters. #}
{% macro occurs(words, text) -%}
    coalesce(case
        when {{ plain(words) }} = '' then false
        when regexp_matches({{ words }}, '\p{Latin}|\p{Cyrillic}|\p{Greek}|\p{N}')
            then contains(' ' || {{ plain(text) }} || ' ', ' ' || {{ plain(words) }} || ' ')
        else contains(lower({{ text }}), lower({{ words }}))
    end, false)
{%- endmacro %}

{# Whether a quote stands in a text character by character; runs of blanks count as one. #}
{% macro quotes(quote, text) -%}
    coalesce(contains({{ squeezed(text) }}, {{ squeezed(quote) }}), false)
{%- endmacro %}

{% macro squeezed(text) -%}
    regexp_replace(replace({{ text }}, '’', ''''), '\s+', ' ', 'g')
{%- endmacro %}

{# The words of four letters and more, in their base form. #}
{% macro content_words(text) -%}
    list_distinct(list_transform(
        regexp_extract_all(lower({{ text }}), '[\p{L}\p{N}]{4,}'),
        lambda w: {{ base_form('w') }}))
{%- endmacro %}

{# Which share of the content words of `words` is in `text` too; 0 without any. #}
{% macro shared_words(words, text) -%}
    coalesce(
        len(list_intersect({{ content_words(words) }}, {{ content_words(text) }}))
            / nullif(cast(len({{ content_words(words) }}) as double), 0), 0.0)
{%- endmacro %}

{# Whether every number and every name inside a sentence is in the text as well. #}
{% macro names_and_numbers_occur(words, text) -%}
    len(list_filter(
        list_concat(
            regexp_extract_all({{ words }}, '\p{N}+'),
            regexp_extract_all({{ words }}, '[\p{Ll},;] ([\p{Lu}][\p{L}]+)', 1)),
        lambda w: not contains(lower({{ text }}), lower(w)))) = 0
{%- endmacro %}

{# What a text states, sentence by sentence, without its questions: what a fact may quote. #}
{% macro statements(text) -%}
    list_filter(
        list_transform(
            regexp_extract_all({{ text }}, '(?:[^.!?。！？\n]|[.!?][^\s.!?])+[.!?。！？]*'),
            lambda w: rtrim(trim(w), '.!')),
        lambda w: length(w) between 3 and 600 and not regexp_matches(w, '[?？]$'))[1:16]
{%- endmacro %}

{# Whether a text speaks of a time at all, or of this one: by its year, its day or a word. #}
{% macro speaks_of_time(text) -%}
    regexp_matches({{ text }}, '\p{N}|{{ time_words() }}')
{%- endmacro %}

{% macro speaks_of(text, time) -%}
    coalesce(
        regexp_matches({{ text }}, '{{ time_words() }}')
        or contains({{ text }}, strftime({{ time }}, '%Y'))
        or regexp_matches({{ text }}, '(?:^|[^\p{N}])0?' || day({{ time }}) || '(?:$|[^\p{N}])'),
        true)
{%- endmacro %}

{% macro time_words() -%}
(?i)\b(?:today|tonight|tomorrow|yesterday|now|ago|next|last|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weeks?|months?|years?|weekend|spring|summer|autumn|winter|christmas|easter)\b
{%- endmacro %}

{# A time as a model may write it, or NULL. #}
{% macro time_of(text) -%}
    try_cast(case
        when regexp_matches({{ text }}, '^\d{4}$') then {{ text }} || '-01-01 00:00:00+00'
        when regexp_matches({{ text }}, '^\d{4}-\d{2}$') then {{ text }} || '-01 00:00:00+00'
        when regexp_matches({{ text }}, '^\d{4}-\d{2}-\d{2}$') then {{ text }} || ' 00:00:00+00'
        when regexp_matches({{ text }}, '^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}') then {{ text }}
    end as timestamptz)
{%- endmacro %}

{# What denies, as a pattern: a word of its own, or the end of one. #}
{% macro denial() -%}
\b(?:not|never|nobody|no longer|hardly)\b|n''t\b
{%- endmacro %}

{# Whether a sentence or a clause denies what it says. #}
{% macro denies(sentence) -%}
    regexp_matches(replace({{ sentence }}, '’', ''''), '(?i){{ denial() }}')
{%- endmacro %}

{# A sentence without the clauses that deny something. #}
{% macro without_denials(sentence) -%}
    regexp_replace(replace({{ sentence }}, '’', ''''),
        '(?i)[^,;:]*(?:{{ denial() }})[^,;:]*', '', 'g')
{%- endmacro %}

{# Whether a sentence only supposes, wishes, plans, denies or recalls what it says: no fact. #}
{% macro is_uncertain(sentence) -%}
    regexp_matches(
        replace({{ sentence }}, '’', ''''),
        '(?i)\b(?:if|would|could|might|(?-i:may)|maybe|perhaps|imagine|imagining|suppose|supposedly|wish|wishes|wished|unless|whether|probably|possibly|pretend|pretending|hypothetically|someday|eventually|almost|nearly|never|not|nobody|no longer|hardly|used to|once|back then|formerly|as if|as though|rumou?r|apparently|thinking (?:of|about)|hope to|hoping to|want to|wants to|wanted to|plan to|plans to|planning|going to|will|shall|dream|dreams|dreamt|dreamed|dreaming|joke|joked|joking|kidding|april fool)\b'
        || '|n''t\b|''d\b|''ll\b|[“”"«»]')
{%- endmacro %}
