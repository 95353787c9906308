{#- Fails, with one row, on a table that has none. -#}
{% test at_least_one_row(model) %}
  select 'the table is empty' as problem
  where not exists (select 1 from {{ model }})
{% endtest %}
