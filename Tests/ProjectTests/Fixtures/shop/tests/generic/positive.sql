{% test is_positive(model, column_name, strict=false) %}
{{ config(fail_calc='sum(1)') }}
select {{ column_name }} from {{ model }}
where {{ column_name }} {{ '<=' if strict else '<' }} 0
{% endtest %}

{% test dbt_utils_like_combination(model, combination_of_columns) %}
select {{ combination_of_columns | join(', ') }}, count(*) as n
from {{ model }}
group by {{ combination_of_columns | join(', ') }}
having count(*) > 1
{% endtest %}
