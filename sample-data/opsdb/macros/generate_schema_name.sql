{#- Schemas are the same in every catalog: gtm_core is gtm_core, not <target schema>_gtm_core. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
  {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
