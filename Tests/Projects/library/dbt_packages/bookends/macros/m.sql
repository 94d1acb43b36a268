{% macro both(a, b=none) %}{{ varargs | join('+') }}|{{ a }}|{{ b if b is not none else 'nothing' }}|{{ kwargs.keys() | list | join(',') }}{% endmacro %}
