extension BuiltInMacros {
    /// Where a node's relation goes. A project overrides these three more than any other macro.
    static let naming = """
        {% macro default__generate_schema_name(custom_schema_name=none, node=none) -%}
            {%- if custom_schema_name is none -%}
                {{ target.schema }}
            {%- else -%}
                {{ target.schema }}_{{ custom_schema_name | trim }}
            {%- endif -%}
        {%- endmacro %}
        {% macro generate_schema_name_for_env(custom_schema_name, node) -%}
            {%- if target.name == 'prod' and custom_schema_name is not none -%}
                {{ custom_schema_name | trim }}
            {%- else -%}
                {{ target.schema }}
            {%- endif -%}
        {%- endmacro %}
        {% macro default__generate_alias_name(custom_alias_name=none, node=none) -%}
            {{ node.name if custom_alias_name is none else custom_alias_name | trim }}
        {%- endmacro %}
        {% macro default__generate_database_name(custom_database_name=none, node=none) -%}
            {{ target.database if custom_database_name is none else custom_database_name | trim }}
        {%- endmacro %}
        """
}
