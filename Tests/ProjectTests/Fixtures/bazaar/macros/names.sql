{% macro generate_schema_name(custom_schema_name, node) -%}
  {%- if custom_schema_name is none -%}{{ target.schema }}
  {%- elif node.resource_type == 'seed' -%}seed_{{ custom_schema_name | trim }}
  {%- else -%}{{ target.schema }}__{{ custom_schema_name | trim }}{%- endif -%}
{%- endmacro %}
{% macro generate_database_name(custom_database_name=none, node=none) -%}
  {%- if custom_database_name is none -%}{{ target.database }}{%- else -%}{{ custom_database_name }}{%- endif -%}
{%- endmacro %}
{% macro generate_alias_name(custom_alias_name=none, node=none) -%}
  {%- if custom_alias_name -%}{{ custom_alias_name | trim }}
  {%- elif node.version -%}{{ return(node.name ~ "_v" ~ (node.version | replace(".", "_"))) }}
  {%- else -%}{{ node.name }}{%- endif -%}
{%- endmacro %}
{% macro note_end() %}select {{ results | length }} as n{% endmacro %}
{% macro default__shout(x) %}loud({{ x }}){% endmacro %}
{% macro bazaar_only() %}{{ return('only') }}{% endmacro %}
{% macro columns_of(n) %}{% for i in range(n) %}{{ i }} as c{{ i }}{% if not loop.last %}, {% endif %}{% endfor %}{% endmacro %}
{%- macro wrap(n) -%}{%- for i in range(n) -%}{{ caller(i) }}{%- endfor -%}{%- endmacro -%}
{% macro pick() %}{% do return([1, 2, {'a': 3}]) %}{% endmacro %}
{% test between(model, column_name, low=0, high=none, inclusive=true) %}
select * from {{ model }} where {{ column_name }} < {{ low }}{% if high is not none %} or {{ column_name }} > {{ high }}{% endif %}{{ ' -- inc' if inclusive }}
{% endtest %}
{% test row_check(model, expression, others=[]) %}
{{ config(fail_calc='sum(1)') }}
select * from {{ model }} where not ({{ expression }}) {% for o in others %} or {{ o }} is null{% endfor %}
{% endtest %}
{% test against(model, other, field) %}
select {{ field }} from {{ model }} except select {{ field }} from {{ other }}
{% endtest %}
