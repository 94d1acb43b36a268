extension BuiltInMacros {
    /// Dates and times as DuckDB writes them.
    static let dates = """
        {% macro current_timestamp() -%} now() {%- endmacro %}
        {% macro current_timestamp_in_utc_backcompat() -%} now() {%- endmacro %}
        {% macro date_trunc(datepart, date) -%}
            date_trunc('{{ datepart }}', {{ date }})
        {%- endmacro %}
        {% macro dateadd(datepart, interval, from_date_or_timestamp) -%}
            date_add({{ from_date_or_timestamp }}, interval ({{ interval }}) {{ datepart }})
        {%- endmacro %}
        {% macro datediff(first_date, second_date, datepart) -%}
            datediff('{{ datepart }}', {{ first_date }}::timestamp, {{ second_date }}::timestamp)
        {%- endmacro %}
        {% macro last_day(date, datepart) -%}
            cast(date_add(date_add(date_trunc('{{ datepart }}', {{ date }}), interval (1)
                {{ datepart }}), interval (-1) day) as date)
        {%- endmacro %}
        {% macro date(year, month, day) -%}
            make_date({{ year }}, {{ month }}, {{ day }})
        {%- endmacro %}
        {% macro generate_series(upper_bound) -%}
            select unnest(range(1, {{ upper_bound }} + 1)) as generated_number
        {%- endmacro %}
        {% macro date_spine(datepart, start_date, end_date) -%}
            select unnest(generate_series(cast({{ start_date }} as timestamp),
                cast({{ end_date }} as timestamp) - interval 1 {{ datepart }},
                interval 1 {{ datepart }})) as date_{{ datepart }}
        {%- endmacro %}
        """

    /// Functions on texts, aggregates and sets.
    static let text = """
        {% macro split_part(string_text, delimiter_text, part_number) -%}
            string_split({{ string_text }}, {{ delimiter_text }})[{{ part_number }}]
        {%- endmacro %}
        {% macro replace(field, old_chars, new_chars) -%}
            replace({{ field }}, {{ old_chars }}, {{ new_chars }})
        {%- endmacro %}
        {% macro right(string_text, length_expression) -%}
            right({{ string_text }}, {{ length_expression }})
        {%- endmacro %}
        {% macro length(expression) -%} length({{ expression }}) {%- endmacro %}
        {% macro position(substring_text, string_text) -%}
            position({{ substring_text }} in {{ string_text }})
        {%- endmacro %}
        {% macro concat(fields) -%} {{ fields | join(' || ') }} {%- endmacro %}
        {% macro hash(field) -%} md5(cast({{ field }} as varchar)) {%- endmacro %}
        {% macro escape_single_quotes(expression) -%}
            {{ expression | replace("'", "''") }}
        {%- endmacro %}
        {% macro string_literal(value) -%} '{{ value }}' {%- endmacro %}
        {% macro any_value(expression) -%} arbitrary({{ expression }}) {%- endmacro %}
        {% macro bool_or(expression) -%} bool_or({{ expression }}) {%- endmacro %}
        {% macro listagg(measure, delimiter_text="','", order_by_clause=none, limit_num=none) -%}
            {%- if limit_num -%}
            list_aggr((array_agg({{ measure }} {{ order_by_clause or '' }}))[1:{{ limit_num }}],
                'string_agg', {{ delimiter_text }})
            {%- else -%}
            string_agg({{ measure }}, {{ delimiter_text }} {{ order_by_clause or '' }})
            {%- endif -%}
        {%- endmacro %}
        {% macro except() -%} except {%- endmacro %}
        {% macro intersect() -%} intersect {%- endmacro %}
        {% macro array_construct(inputs=[], data_type=none) -%}
            [{{ inputs | join(', ') }}]
        {%- endmacro %}
        {% macro array_append(array, new_element) -%}
            list_append({{ array }}, {{ new_element }})
        {%- endmacro %}
        {% macro array_concat(array_1, array_2) -%}
            list_concat({{ array_1 }}, {{ array_2 }})
        {%- endmacro %}
        {% macro get_quoted_csv(column_names) -%}
            {%- for name in column_names -%}
                {{ adapter.quote(name) }}{% if not loop.last %}, {% endif %}
            {%- endfor -%}
        {%- endmacro %}
        """

    /// Casts and the names of types.
    static let types = """
        {% macro cast(field, type) -%} cast({{ field }} as {{ type }}) {%- endmacro %}
        {% macro safe_cast(field, type) -%} cast({{ field }} as {{ type }}) {%- endmacro %}
        {% macro cast_bool_to_text(field) -%} cast({{ field }} as varchar) {%- endmacro %}
        {% macro type_string() -%} TEXT {%- endmacro %}
        {% macro type_timestamp() -%} TIMESTAMP {%- endmacro %}
        {% macro type_float() -%} FLOAT {%- endmacro %}
        {% macro type_numeric() -%} numeric(28,6) {%- endmacro %}
        {% macro type_bigint() -%} bigint {%- endmacro %}
        {% macro type_int() -%} INTEGER {%- endmacro %}
        {% macro type_boolean() -%} boolean {%- endmacro %}
        """
}
