{# Pieces of regular expressions (RE2) for who is spoken of and what is said. #}

{% macro adverbs() -%}
 currently| now| still| also| really| just| recently| finally| absolutely| both| very| severely| always| originally
{%- endmacro %}

{# At the end of what stands before the verb: "I", "my sister", "Anna Weber", "Anna's dog". #}
{% macro subject(first=false, third=false) -%}
(?:^|[ ,;:(])({% if first %}[Ii]|[Ww]e|[Mm]y [a-z]+s{% endif %}{% if first and third %}|{% endif %}{% if third %}(?:[Mm]y|[Oo]ur|[Tt]he|[Hh]is|[Hh]er)(?: [a-z]+)(?: [a-z]+)?|[\p{Lu}][\p{L}-]+(?: [\p{Lu}][\p{L}-]+)?(?:''s [a-z]+)?{% endif %})$
{%- endmacro %}

{% macro proper_name() -%}
(?:the )?[\p{Lu}][\p{L}0-9&''.-]*(?: [\p{Lu}][\p{L}0-9&''-]*)*
{%- endmacro %}

{% macro noun_phrase() -%}
([\p{L}0-9][^,.;:!?()]*?)(?: and | but | because | when | since | so | that | which | who |[,.;:!?()]|$)
{%- endmacro %}
