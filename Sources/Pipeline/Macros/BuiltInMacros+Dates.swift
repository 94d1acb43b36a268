extension BuiltInMacros {
    /// Dates and times as DuckDB writes them.
    static let dates = """
        {% macro duckdb__current_timestamp() -%} now() {%- endmacro %}
        {% macro default__current_timestamp_backcompat() -%}
            current_timestamp::timestamp
        {%- endmacro %}
        {% macro default__current_timestamp_in_utc_backcompat() -%}
            {{ return(adapter.dispatch('current_timestamp_backcompat', 'dbt')()) }}
        {%- endmacro %}
        {% macro duckdb__snapshot_get_time() -%}
            {{ current_timestamp() }}::timestamp
        {%- endmacro %}
        {% macro duckdb__snapshot_string_as_time(timestamp) -%}
            {{ return("'" ~ timestamp ~ "'::timestamp") }}
        {%- endmacro %}
        {% macro default__date_trunc(datepart, date) -%}
            date_trunc('{{ datepart }}', {{ date }})
        {%- endmacro %}
        {% macro duckdb__dateadd(datepart, interval, from_date_or_timestamp) -%}
            {%- set unit = datepart | lower -%}
            {%- set number = 'cast(' ~ interval ~ ' as bigint)' -%}
            {%- if unit == 'quarter' -%}
                ({{ from_date_or_timestamp }} + ({{ number }} * 3) * interval 1 month)
            {%- elif unit == 'week' -%}
                ({{ from_date_or_timestamp }} + ({{ number }} * 7) * interval 1 day)
            {%- else -%}
                ({{ from_date_or_timestamp }} + {{ number }} * interval 1 {{ unit }})
            {%- endif -%}
        {%- endmacro %}
        {% macro duckdb__datediff(first_date, second_date, datepart) -%}
            {%- if datepart == 'week' -%}
                ({{ datediff(first_date, second_date, 'day') }} // 7 + case
                when date_part('dow', ({{ first_date }})::timestamp)
                    <= date_part('dow', ({{ second_date }})::timestamp)
                then case when {{ first_date }} <= {{ second_date }} then 0 else -1 end
                else case when {{ first_date }} <= {{ second_date }} then 1 else 0 end
                end)
            {%- else -%}
                (date_diff('{{ datepart }}', {{ first_date }}::timestamp,
                {{ second_date }}::timestamp ))
            {%- endif -%}
        {%- endmacro %}
        {% macro default_last_day(date, datepart) -%}
            cast({{ dbt.dateadd('day', '-1', dbt.dateadd(
                datepart, '1', dbt.date_trunc(datepart, date))) }} as date)
        {%- endmacro %}
        {% macro duckdb__last_day(date, datepart) -%}
            {%- if datepart == 'quarter' -%}
                cast({{ dbt.dateadd('day', '-1', dbt.dateadd(
                    'month', '3', dbt.date_trunc(datepart, date))) }} as date)
            {%- else -%}
                {{ dbt.default_last_day(date, datepart) }}
            {%- endif -%}
        {%- endmacro %}
        {% macro duckdb__date(year, month, day) -%}
            make_date({{ year }}, {{ month }}, {{ day }})
        {%- endmacro %}
        {% macro duckdb__generate_series(upper_bound) -%}
            select generate_series as generated_number
            from generate_series(1, {{ upper_bound }})
        {%- endmacro %}
        {% macro default__get_powers_of_two(upper_bound) -%}
            {%- if upper_bound <= 0 -%}
                {{ exceptions.raise_compiler_error('upper bound must be positive') }}
            {%- endif -%}
            {%- for power in range(1, 100) if upper_bound <= 2 ** power -%}
                {{ return(power) }}
            {%- endfor -%}
        {%- endmacro %}
        {% macro default__get_intervals_between(start_date, end_date, datepart) -%}
            {%- if not execute -%}{{ return(1) }}{%- endif -%}
            {%- set answer = run_query('select ' ~ dbt.datediff(start_date, end_date, datepart)) -%}
            {{ return(answer.rows[0][0]) }}
        {%- endmacro %}
        {% macro default__date_spine(datepart, start_date, end_date) -%}
            with rawdata as (
                {{ dbt.generate_series(
                    dbt.get_intervals_between(start_date, end_date, datepart)) }}
            ),
            all_periods as (
                select (
                    {{ dbt.dateadd(
                        datepart, 'row_number() over (order by 1) - 1', start_date) }}
                ) as date_{{ datepart }}
                from rawdata
            ),
            filtered as (
                select *
                from all_periods
                where date_{{ datepart }} <= {{ end_date }}
            )
            select * from filtered
        {%- endmacro %}
        {% macro convert_datetime(date_str, date_fmt) -%}
            {{ return(try_or_compiler_error(
                "The provided partition date '" ~ date_str ~ "' does not match the expected format '"
                    ~ date_fmt ~ "'",
                modules.datetime.datetime.strptime, date_str.strip(), date_fmt)) }}
        {%- endmacro %}
        {% macro dates_in_range(
            start_date_str, end_date_str=none, in_fmt='%Y%m%d', out_fmt='%Y%m%d') -%}
            {%- set first = convert_datetime(start_date_str, in_fmt) -%}
            {%- set last = convert_datetime(
                start_date_str if end_date_str is none else end_date_str, in_fmt) -%}
            {%- set days = (last - first).days -%}
            {%- if days < 0 -%}
                {{ exceptions.raise_compiler_error(
                    'Partition start date is after the end date (' ~ first ~ ', ' ~ last ~ ')') }}
            {%- endif -%}
            {%- set dates = [] -%}
            {%- for i in range(0, days + 1) -%}
                {%- set day = modules.datetime.timedelta(days=i) + first -%}
                {%- do dates.append(day.strftime(out_fmt) if out_fmt else day) -%}
            {%- endfor -%}
            {{ return(dates) }}
        {%- endmacro %}
        {% macro partition_range(raw_partition_date, date_fmt='%Y%m%d') -%}
            {%- set ends = (raw_partition_date | string).split(',') -%}
            {%- if ends | length > 2 -%}
                {{ exceptions.raise_compiler_error(
                    'Invalid partition time. Expected format: {Start Date}[,{End Date}]. Got: '
                        ~ raw_partition_date) }}
            {%- endif -%}
            {{ return(dates_in_range(
                ends[0], ends[1] if ends | length == 2 else none, in_fmt=date_fmt)) }}
        {%- endmacro %}
        {% macro py_current_timestring() -%}
            {{ return(modules.datetime.datetime.now().strftime('%Y%m%d%H%M%S%f')) }}
        {%- endmacro %}
        """
}
