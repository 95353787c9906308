{#- Layers are schemas: `+schema: bronze` is the schema bronze, not <target schema>_bronze. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
  {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
