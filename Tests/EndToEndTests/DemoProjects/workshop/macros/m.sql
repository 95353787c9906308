{% macro cents(column, scale=2) %}round(1.0 * {{ column }} / 100, {{ scale }}){% endmacro %}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- if custom_schema_name is none -%}{{ target.schema }}{%- else -%}{{ custom_schema_name | trim }}{%- endif -%}
{%- endmacro %}
{% macro statuses() %}
  {% set q %}select distinct status from {{ ref('orders') }} order by 1{% endset %}
  {% set results = run_query(q) %}
  {% if execute %}{{ return(results.columns[0].values()) }}{% else %}{{ return([]) }}{% endif %}
{% endmacro %}
{% macro wrap(name) %}<{{ name }}:{{ caller() }}>{% endmacro %}
{% macro f(a, b=2) %}{{ a }}-{{ b }}-{{ varargs | join('.') }}-{{ kwargs | tojson | replace('"', '') }}{% endmacro %}
