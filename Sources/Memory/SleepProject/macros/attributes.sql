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
    and not regexp_matches(
        lower("value"), '^(?:{{ loose_starts() }})\b|\b(?:{{ vague_words() }})\b')
    and case
        when predicate in ('has', 'owns', 'adopted') then regexp_matches(
            lower("value"),
            '^(?:[\p{L}-]+ ){0,3}(?:{{ lasting_things() }})(?: (?:named|called) [\p{L} ]+)?$')
        when predicate in ('likes', 'dislikes', 'prefers', 'plays', 'studies', 'works_as')
            then not regexp_matches("value", '^\S+(?: \S+){4}|^(?i:the|my|our|all|every|both|some)\b')
        when predicate in ('lives_in', 'comes_from', 'born_in', 'visited') then not regexp_matches(
            lower("value"), '^(?:the )?(?:{{ calendar_words() }})\b')
        when predicate = 'has_birthday_on'
            then regexp_matches(lower("value"), '\p{N}|\b(?:{{ calendar_words() }})\b')
        else true
    end
    -- What was so need not be so.
    and not (auxiliary = 'be' and predicate not in ('is_called', 'born_in')
        and regexp_matches(before, ' (?:was|were)(?:{{ adverbs() }})*$'))
{%- endmacro %}

{% macro loose_starts() -%}
is|was|are|were|with|on|in|for|at|by|around|along|out|up|off|to|from|as|about|into|of|being|having|each|one|more|most|less|much|many|such|so|too|very|well|together|hard|show|shows|me|us|myself|there|here|if|then|or|nor|than|team|usual|expected|intended|role|part|key|big part|major part|important|crucial|vital
{%- endmacro %}

{% macro vague_words() -%}
idea|ideas|way|ways|thing|things|stuff|something|anything|everything|part|role|feeling|vibe|vibes|look|sound|moment|moments|lot|bit|kind|sort|it|you|your|them|this|these|those|him|her|someone|somebody|everyone|question|plan|chance|reason|point|problem|issue|lately|together|time of|fact
{%- endmacro %}

{% macro lasting_things() -%}
dogs?|pups?|pupp(?:y|ies)|cats?|kittens?|horses?|pon(?:y|ies)|parrots?|rabbits?|hamsters?|guinea pigs?|turtles?|tortoises?|hens|chickens|goats|hives|pets?|sons?|daughters?|kids?|child|children|bab(?:y|ies)|twins|brothers?|sisters?|siblings?|nephews?|nieces?|cousins?|grandchildren|grandsons?|granddaughters?|wife|husband|boyfriend|girlfriend|partner|cars?|vans?|trucks?|bikes?|bicycles?|motorbikes?|motorcycles?|scooters?|boats?|houseboat|houses?|flats?|apartments?|condos?|cabins?|cottages?|farms?|gardens?|allotments?|pianos?|guitars?|violins?|cellos?|flutes?|accordions?|clarinets?|drums|ukuleles?|company|business|shops?|stores?|baker(?:y|ies)|restaurants?|caf[eé]s?|studios?|podcasts?|blogs?|degrees?|diplomas?|ph\.?d|licen[cs]es?|allerg(?:y|ies)|asthma|diabetes|epilepsy|migraines?|tattoos?|passports?
{%- endmacro %}

{% macro calendar_words() -%}
january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|spring|summer|autumn|fall|winter|christmas|easter
{%- endmacro %}
