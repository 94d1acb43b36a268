extension BuiltInMacros {
    /// How a function comes into being: standard SQL's CREATE FUNCTION, which DuckDB does not have.
    /// A project that puts `duckdb__scalar_function_sql` in its place can make a macro of DuckDB.
    static let functions = """
        {% macro default__formatted_scalar_function_args_sql() -%}
            {%- for argument in model.arguments -%}
                {{ argument.name }} {{ argument.data_type }}{{ ', ' if not loop.last }}
            {%- endfor -%}
        {%- endmacro %}
        {% macro default__unsupported_volatility_warning(volatility) -%}
            {%- do exceptions.warn("the volatility '" ~ volatility ~ "' of '" ~ model.name
                ~ "' is unknown and left out") -%}
        {%- endmacro %}
        {% macro default__scalar_function_volatility_sql() -%}
            {%- set words = {'deterministic': 'immutable', 'stable': 'stable',
                'non-deterministic': 'volatile'} -%}
            {%- set volatility = model.config.get('volatility') -%}
            {%- if volatility in words -%}{{ words[volatility] }}
            {%- elif volatility is not none -%}
                {%- do unsupported_volatility_warning(volatility) -%}
            {%- endif -%}
        {%- endmacro %}
        {% macro default__scalar_function_create_replace_signature_sql(target_relation) -%}
            create or replace function {{ target_relation.render() }}
                ({{ formatted_scalar_function_args_sql() }})
            returns {{ model.returns.data_type }}
            {{ scalar_function_volatility_sql() }}
            as
        {%- endmacro %}
        {% macro default__scalar_function_body_sql() -%}
            $$ {{ model.compiled_code }} $$ language sql
        {%- endmacro %}
        {% macro default__scalar_function_sql(target_relation) -%}
            {{ scalar_function_create_replace_signature_sql(target_relation) }}
            {{ scalar_function_body_sql() }};
        {%- endmacro %}
        {% macro default__get_aggregate_function_create_replace_signature(target_relation) -%}
            create or replace aggregate function {{ target_relation.render() }}
                ({{ formatted_scalar_function_args_sql() }})
            returns {{ model.returns.data_type }}
            {{ scalar_function_volatility_sql() }}
            as
        {%- endmacro %}
        {% macro default__aggregate_function_sql(target_relation) -%}
            {{ get_aggregate_function_create_replace_signature(target_relation) }}
            {{ scalar_function_body_sql() }};
        {%- endmacro %}
        {% macro default__function_execute_build_sql(build_sql, existing, target_relation) -%}
            {%- call statement('main') -%}{{ build_sql }}{%- endcall -%}
            {%- do adapter.commit() -%}
        {%- endmacro %}
        {% macro materialization_function_default() -%}
            {%- do run_hooks(pre_hooks) -%}
            {%- set kind = model.config.get('type', 'scalar') -%}
            {%- if kind == 'aggregate' -%}{%- set text = aggregate_function_sql(this) -%}
            {%- else -%}{%- set text = scalar_function_sql(this) -%}{%- endif -%}
            {%- do function_execute_build_sql(text, none, this) -%}
            {%- do run_hooks(post_hooks) -%}
            {{ return({'relations': [this]}) }}
        {%- endmacro %}
        """
}
