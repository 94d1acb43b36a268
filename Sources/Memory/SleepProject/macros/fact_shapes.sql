{#
    The shapes of sentences that state a lasting attribute (the seed `fact_shapes`): a regular
    expression with names in angles for what may stand there. Some names are a group of the
    expression (what `subject_part` and `value_part` count), some only a part of one.
#}
{% macro fact_shapes() -%}
    {%- set shapes = ref('fact_shapes') -%}
    {%- if execute -%}
        {%- set asked -%}
            select language, predicate, cue, shape, subject_part, value_part, single_valued, ends,
                coalesce(unless, '') as unless
            from {{ shapes }}
            order by language, predicate, cue, shape
        {%- endset -%}
        {{ return(run_query(asked).rows) }}
    {%- endif -%}
    {{ return([]) }}
{%- endmacro %}

{#
    What stands for each name in angles. Letters are told by what they are not, and capitals by the
    Latin ones: a class of all letters there are makes a pattern ten times as long to compile.
#}
{% macro shape_parts() -%}
    {%- set capital = "(?-i:[A-ZÀ-ÖØ-ÞĆČĐĎĞİŁŃŇŐŒŘŚŞŠŤŰŹŻŽ])" -%}
    {%- set letters = "[^\\s,.;:!?()\\[\\]\"“”0-9]" -%}
    {%- set signs = "[^\\s,.;:!?()\\[\\]\"“”]" -%}
    {%- set name = capital ~ signs ~ "*(?:\\.[a-z0-9]+)?(?: " ~ capital ~ signs ~ "*){0,3}" -%}
    {%- set currency = "euros?|eur|dollars?|usd|pounds?|gbp|francs?|chf|kronor|kroner|yen|franken|dólares|dollari|libras|reais|[$€£]" -%}
    {%- set day = "(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?)" -%}
    {%- set month = "(?:january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|märz|mai|juni|juli|oktober|dezember)" -%}
    {{ return({
        "<S>": "i|we|ich|wir|ik|(?:my|our) " ~ letters ~ "+(?: " ~ letters ~ "+)?|" ~ capital ~ letters ~ "+(?: " ~ capital ~ letters ~ "+)?",
        "<P>": capital ~ letters ~ "+(?: " ~ capital ~ letters ~ "+)?",
        "<N>": "(?:the )?(" ~ name ~ ")",
        "<N1>": "(" ~ capital ~ letters ~ "+)",
        "<T>": "(?:an? |the )?(" ~ signs ~ "[^,.;:!?()]{1,40}?)(?: (?:and|but|because|when|since|so|that|which|who|at|for|from|with|in|on|now|again|these|to|every|anymore)\\b|[.,;:!?()]|$)",
        "<A>": "((?:about |around |only )?[$€£]? ?[0-9][0-9.,]*k?(?: ?(?:" ~ currency ~ "))?)",
        "<MONEY>": "((?:about |around |only )?(?:[$€£] ?[0-9][0-9.,]*k?|[0-9][0-9.,]*k? ?(?:" ~ currency ~ ")))(?:[^a-z]|$)",
        "<UNIT>": "[0-9] ?(?:%|percent|degrees?|minutes?|hours?|days?|weeks?|months?|years?|people|km|kg|miles|ms|seconds?|requests|users|of\\b|am\\b|pm\\b|points)",
        "<D>": "((?:" ~ day ~ ",? )?(?:[0-9]{1,2}(?:st|nd|rd|th|\\.)?(?: of)? " ~ month ~ "|" ~ month ~ " [0-9]{1,2}(?:st|nd|rd|th)?)(?:,? [0-9]{4})?|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}(?:st|nd|rd|th)|" ~ day ~ "(?: at [a-z0-9:]+)?)(?:[^a-z0-9]|$)",
        "<WEEKDAYS>": "(" ~ day ~ "(?: at [a-z0-9:]+)?)(?:[^a-z0-9]|$)",
        "<V>": "(v?[0-9]+(?:\\.[0-9]+)+[a-z0-9.-]*)",
        "<NV>": capital ~ "[a-z+#-]* v?[0-9]+(?:\\.[0-9]+)*|v?[0-9]+(?:\\.[0-9]+)+",
        "<ADDR>": "([0-9]+[a-z]?,? " ~ letters ~ "+(?: " ~ letters ~ "+)*?|" ~ capital ~ letters ~ "+(?: " ~ letters ~ "+)? [0-9]+[a-z]?)(?:[.,;!?]|$| (?:now|in|since|on|with|and|from|again)\\b)",
        "<PHONE>": "([+(]?[0-9][0-9 ()/.-]{4,20}[0-9])",
        "<MED>": "(" ~ letters ~ "{4,})",
        "<DOSE>": "([0-9]+(?:[.,][0-9]+)? ?(?:mg|ml|µg|mcg|iu|units|tablets?|drops)(?: (?:once|twice|three times|every|daily|a day|per day)(?: (?:daily|a day|per day|morning|evening|night|day|week))?)?)",
        "<LANG>": "((?:british |american |simple |plain )?(?:<L0>))(?:[^a-z]|$)",
        "<OBJ>": "((?:the |our |my |an? )?" ~ letters ~ "(?:" ~ signs ~ "| " ~ signs ~ "){0,40}?)",
        "<E>": "((?:the |our |my |an? )?" ~ letters ~ signs ~ "*(?: " ~ signs ~ "+){0,3}?)(?: (?:and|but|because|when|since|so|that|which|who|at|for|from|with|in|on|now|again|until|while)\\b|[.,;:!?()]|$)",
        "<SCHOOL>": capital ~ letters ~ "*(?: " ~ capital ~ letters ~ "*){0,3}(?: (?:school|primary|academy|college|university|kindergarten|nursery))?",
        "<L0>": "english|" ~ fact_words('language_name'),
        "<JOB>": "(?:" ~ letters ~ "+ ){0,2}?(?:" ~ fact_words('occupation') ~ ")"
    }) }}
{%- endmacro %}

{# A shape as a regular expression. #}
{% macro shape_pattern(shape, parts) -%}
    {%- set ns = namespace(pattern=shape) -%}
    {%- for name, part in parts.items() -%}
        {%- set ns.pattern = ns.pattern | replace(name, part) -%}
    {%- endfor -%}
    {{ return('(?i)' ~ ns.pattern) }}
{%- endmacro %}

{#
    What may stand before what a clause says: "so now", "By the way", "From today".
#}
{% macro lead_ins() -%}
^(?:(?i:agreed|also|and|but|so|now|well|yes|yeah|oh|ok|okay|hi|hello|hey|actually|anyway|finally|final|currently|by the way|btw|luckily|sadly|these days|today|from (?:today|tonight|tomorrow|[a-z]+day|january|february|march|april|may|june|july|august|september|october|november|december)|as of [a-z0-9]+|since [a-z0-9]+|übrigens|ja|nein|heute|jetzt|au fait|oui|maintenant|por cierto|sí|ahora|a proposito|sì|adesso|ora|trouwens),? )*
{%- endmacro %}

{#
    The clauses of a sentence, each with all that follows it and without what only leads on to it.
#}
{% macro clauses_of(sentence) -%}
    list_transform(
        range(1, 1 + least(8, len(string_split_regex({{ sentence }}, '[,;:] ')))),
        lambda n: {
            'clause': regexp_replace(
                array_to_string(string_split_regex({{ sentence }}, '[,;:] ')[n:], ', '),
                '{{ lead_ins() }}', ''),
            'ahead': array_to_string(string_split_regex({{ sentence }}, '[,;:] ')[:n - 1], ', ')})
{%- endmacro %}

{#
    What the shapes find in a clause: a list of what is said of whom, in which words. `small` is the
    clause in small letters; a shape is tried only where its cue is in it.
#}
{% macro shaped(clause, small) -%}
    {%- set parts = shape_parts() -%}
    list_filter([
    {%- for language, predicate, cue, shape, subject_part, value_part, single_valued, ends, unless in fact_shapes() -%}
        {%- set named = '@' in predicate -%}
        list_transform([case when contains({{ small }}, {{ sql_text(cue) }})
            {%- if unless %}
            and not regexp_matches({{ small }}, {{ sql_text(shape_pattern('(?:' ~ unless ~ ')', parts)) }})
            {%- endif %}
        then regexp_extract({{ clause }}, {{ sql_text(shape_pattern('(' ~ shape ~ ')', parts)) }},
            {{ ['p0', 'p1', 'p2', 'p3'][:1 + [subject_part_number(subject_part), value_part | int, (predicate.split('@')[1] | int if named else 0)] | max] }}) end],
            lambda found: case when found.p0 <> '' then {
            'language': '{{ language }}',
            'predicate': {% if named -%} '{{ predicate.split("@")[0] }}' || lower(found.p{{ predicate.split("@")[1] }})
                {%- else -%} '{{ predicate }}' {%- endif %},
            'said_subject': {% if subject_part | string | first == '=' -%} {{ sql_text((subject_part | string)[1:]) }}
                {%- elif subject_part | int == 0 -%} 'I' {%- else -%} found.p{{ subject_part }} {%- endif %},
            'is_thing': {{ 'true' if '<OBJ>' in shape or '<MED>' in shape else 'false' }},
            'value': found.p{{ value_part | int }},
            'said': found.p0,
            'single_valued': {{ single_valued | string | lower }},
            'ends': {{ ends | string | lower }}} end)[1]
        {%- if not loop.last -%} , {%- endif -%}
    {%- endfor %}
    ], lambda found: found is not null)
{%- endmacro %}

{% macro subject_part_number(part) -%}
    {{ return(0 if part | string | first == '=' else part | int) }}
{%- endmacro %}
