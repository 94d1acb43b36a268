{# Within `{% call with_letters() %} … {% endcall %}` \p{L} and \p{Lu}, which stand in brackets, are
   the blocks that hold letters and the capitals of Latin, Greek and Cyrillic. RE2 makes each \p{L} of
   650 ranges, at each of its uses anew, for each thread and each repetition: of a sleep on one
   memory that was a quarter of the time. Blocks hold a few signs and digits of other scripts, too. #}
{% macro with_letters() %}{{ return(caller()
    .replace('\\p{Lu}', letters_capital()).replace('\\p{L}', letters_any())) }}{% endmacro %}

{% macro letters_any() %}{{ return(
    'A-Za-z\\x{AA}\\x{B5}\\x{BA}\\x{C0}-\\x{D6}\\x{D8}-\\x{F6}\\x{F8}-\\x{2C1}'
    ~ '\\x{300}-\\x{37D}\\x{37F}-\\x{386}\\x{388}-\\x{559}\\x{560}-\\x{5BD}\\x{5D0}-\\x{5F2}'
    ~ '\\x{610}-\\x{61A}\\x{620}-\\x{65F}\\x{66E}-\\x{6D3}\\x{6D5}-\\x{6FF}\\x{710}-\\x{963}'
    ~ '\\x{970}-\\x{1FFF}\\x{2C00}-\\x{2DFF}\\x{3005}-\\x{3007}\\x{3031}-\\x{31FF}'
    ~ '\\x{3400}-\\x{D7FF}\\x{F900}-\\x{FE0F}\\x{FE70}-\\x{FEFC}\\x{FF21}-\\x{FF3A}'
    ~ '\\x{FF41}-\\x{FF5A}\\x{FF66}-\\x{FFDC}\\x{10000}-\\x{1CFFF}\\x{20000}-\\x{323AF}') }}{% endmacro %}

{# In Latin's further blocks every other sign is a capital. #}
{% macro letters_capital() %}
{%- set found = ['A-Z\\x{C0}-\\x{D6}\\x{D8}-\\x{DE}\\x{178}\\x{386}-\\x{3AB}\\x{400}-\\x{42F}\\x{531}-\\x{556}'] -%}
{%- for first, last in [(256, 310), (313, 327), (330, 374), (377, 381), (7680, 7828), (7840, 7934)] -%}
    {%- for sign in range(first, last + 1, 2) -%}{%- do found.append('\\x{%X}' % sign) -%}{%- endfor -%}
{%- endfor -%}
{{ return(found | join) }}
{%- endmacro %}
