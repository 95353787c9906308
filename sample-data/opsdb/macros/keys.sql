{#- Keys say which system a record is from, so that two systems can be in one table. -#}
{% macro sfdc_key(column) -%}
  'sfdc_' || {{ column }}
{%- endmacro %}

{% macro hubspot_key(column) -%}
  'hubspot_' || {{ column }}
{%- endmacro %}

{#- Salesforce's ids begin with three characters that say what the record is. -#}
{% macro id_of(kind, column) -%}
  case when left({{ column }}, 3) = '{{ {"account": "001", "contact": "003", "lead": "00Q", "opportunity": "006"}[kind] }}' then {{ column }} end
{%- endmacro %}
