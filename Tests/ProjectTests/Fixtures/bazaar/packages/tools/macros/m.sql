{% macro shout(x) %}{{ return(adapter.dispatch('shout', 'tools')(x)) }}{% endmacro %}
{% macro default__shout(x) %}upper({{ x }}){% endmacro %}
{% macro whisper(x) %}{{ return(adapter.dispatch('whisper', 'tools')(x)) }}{% endmacro %}
{% macro default__whisper(x) %}lower({{ x }}){% endmacro %}
{% macro duckdb__whisper(x) %}lower_duck({{ x }}){% endmacro %}
{% macro generate_alias_name(custom_alias_name=none, node=none) %}ignored_{{ node.name }}{% endmacro %}
{% macro only_here() %}{{ var('shared') }}{% endmacro %}
{% test at_least(model, column_name, value) %}
{{ config(severity='warn', tags=['from_test']) }}
select * from {{ model }} where {{ column_name }} < {{ value }}
{% endtest %}
