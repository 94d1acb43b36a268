{# FSRS-4.5: the chance of recall after `days` with stability `stability` (days). #}
{% macro retrievability(days, stability) -%}
    round(pow(1 + 19.0 / 81.0 * greatest(0.0, {{ days }}) / {{ stability }}, -0.5), 9)
{%- endmacro %}

{# … solved for time: the days until retrievability is `level`. #}
{% macro days_until(level, stability) -%}
    ({{ stability }} * 81.0 / 19.0 * (pow({{ level }}, -2) - 1))
{%- endmacro %}
